using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Notices channels that have stopped while the bed's others go on, before their epoch closes.</summary>
/// <remarks>By what has come so far, and so a matter of transport; what the closed epochs show is told apart (docs/quality.md).</remarks>
internal sealed class ChannelSilence(BedKey bed, Study study)
{
    private const double Seconds = 4; // with blocks of a second it is noticed within five
    private IReadOnlyList<int> _silent = [];

    public void Look(BedSession session, AdvisoryDesk desk)
    {
        var silent = session.Silent(Seconds);
        if (silent.SequenceEqual(_silent)) return;
        _silent = silent;
        if (silent.Count == 0) desk.End(bed, AdvisoryCause.ChannelSilent);
        else desk.Raise(bed, study.Id.ToString(), AdvisoryCause.ChannelSilent, $"no samples of {string.Join(", ", silent.Select(n => ChannelWords.Name(study, n)))}", AdvisoryPriority.High);
    }
}
