using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Runs recordings through the same session as the service does.</summary>
internal static class NightEpochs
{
    /// <summary>Epochs of a simulated night in order.</summary>
    public static IEnumerable<Epoch> Of(SimulatedNight night, SignalSpec signal)
    {
        var session = new BedSession(night.Study, Montage.Resolve(night.Study), signal, new BedSessionOptions());
        foreach (var block in night.Blocks())
            foreach (var epoch in session.Accept(block, 0, 0)) yield return epoch;
        foreach (var epoch in session.End(night.End, 0)) yield return epoch;
    }

    /// <summary>Scorable epochs with the simulated scorer's stage: wrong as often as humans disagree; it teaches doubt.</summary>
    public static IEnumerable<LabelledEpoch> Labelled(SimulatedNight night, SignalSpec signal) =>
        from epoch in Of(night, signal)
        where epoch.UnscorableReason is null && epoch.Number < night.ScoredStages.Count
        select new LabelledEpoch(Slim(epoch), night.ScoredStages[(int)epoch.Number]);

    // Thousands are kept: without what only recovery needs.
    private static Epoch Slim(Epoch epoch) => new()
    {
        Number = epoch.Number,
        StartSeconds = epoch.StartSeconds,
        Rows = epoch.Rows,
        ScalesMicrovolts = epoch.ScalesMicrovolts,
        Derivations = epoch.Derivations,
        Accounts = [],
    };
}
