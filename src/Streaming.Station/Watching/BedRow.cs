using System.Collections.Immutable;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>One bed: its state, and the latest epochs of its study with their highest revisions.</summary>
/// <param name="DecidedAt">By the service's clock, when the latest epoch was decided.</param>
/// <param name="LightsOffSeconds">Study time; null: not marked.</param>
internal sealed record BedRow(
    string Name, string StudyId, Bed? Bed, ImmutableSortedDictionary<long, StageReport> Epochs, DateTimeOffset DecidedAt, double? LightsOffSeconds)
{
    public const int EpochsShown = 20;

    public StageReport? Last => Epochs.Count == 0 ? null : Epochs[Epochs.Keys.Last()];

    /// <summary>The furthest that is known of: the service tells a bed's state only when it changes, epochs go on meanwhile.</summary>
    public double StudySeconds => Math.Max(Bed?.StudySeconds ?? 0, Last is { } last ? StudyTime.Seconds(last.StartSeconds) + 30 : 0);

    public static BedRow Empty(string name) => new(name, "", null, ImmutableSortedDictionary<long, StageReport>.Empty, default, null);

    public BedRow With(Bed bed) => (bed.StudyId == StudyId ? this : Empty(Name) with { StudyId = bed.StudyId }) with { Bed = bed };

    public BedRow With(StageReport report, DateTimeOffset decidedAt)
    {
        if (report.Revision == Revision.Provisional)
            return this;
        var row = Of(report.StudyId);
        var isLatest = row.Last is not { } last || report.Epoch > last.Epoch;
        var epochs = row.Epochs.SetItem(report.Epoch, report);
        while (epochs.Count > EpochsShown)
            epochs = epochs.Remove(epochs.Keys.First());
        return row with { Epochs = epochs, DecidedAt = isLatest ? decidedAt : row.DecidedAt };
    }

    /// <summary>The mark made last counts.</summary>
    public BedRow With(LightsMark mark) => mark.On ? this : Of(mark.StudyId) with { LightsOffSeconds = StudyTime.Seconds(mark.AtSeconds) };

    private BedRow Of(string studyId) => studyId == StudyId ? this : Empty(Name) with { StudyId = studyId, Bed = Bed };
}
