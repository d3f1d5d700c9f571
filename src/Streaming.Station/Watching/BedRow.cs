using System.Collections.Immutable;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>One bed: its state, and the latest epochs of its study with their highest revisions.</summary>
internal sealed record BedRow(string Name, string StudyId, Bed? Bed, ImmutableSortedDictionary<long, StageReport> Epochs)
{
    public const int EpochsShown = 20;

    public StageReport? Last => Epochs.Count == 0 ? null : Epochs[Epochs.Keys.Last()];

    public static BedRow Empty(string name) => new(name, "", null, ImmutableSortedDictionary<long, StageReport>.Empty);

    public BedRow With(Bed bed) => (bed.StudyId == StudyId ? this : Empty(Name) with { StudyId = bed.StudyId }) with { Bed = bed };

    public BedRow With(StageReport report)
    {
        if (report.Revision == Revision.Provisional)
            return this;
        var row = report.StudyId == StudyId ? this : Empty(Name) with { StudyId = report.StudyId, Bed = Bed };
        var epochs = row.Epochs.SetItem(report.Epoch, report);
        while (epochs.Count > EpochsShown)
            epochs = epochs.Remove(epochs.Keys.First());
        return row with { Epochs = epochs };
    }
}
