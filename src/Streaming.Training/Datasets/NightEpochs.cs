using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Runs recordings through the same session as the service does.</summary>
internal static class NightEpochs
{
    /// <summary>Epochs of a night in order.</summary>
    public static IEnumerable<Epoch> Of(StagedNight night, SignalSpec signal)
    {
        var montage = Montage.Resolve(night.Study).WithoutAlternatives(); // a network learns to do with fewer rows in other ways
        var drawn = montage.Rows.OfType<Derivation>().SelectMany(row => (int[])[row.Positive, row.Negative ?? row.Positive]).ToHashSet();
        var session = new BedSession(night.Study, montage, signal, new BedSessionOptions());
        foreach (var block in night.Blocks())
            foreach (var epoch in session.Accept(Only(drawn, block), 0, 0)) yield return epoch;
        foreach (var epoch in session.End(night.End, 0)) yield return epoch;
    }

    /// <summary>Scorable epochs with the stage of the night's first scoring.</summary>
    public static IEnumerable<LabelledEpoch> Labelled(StagedNight night, SignalSpec signal)
    {
        var shown = CellEvents.Shown(night.Events);
        return
            from epoch in Of(night, signal)
            let stage = night.Scorings[0].At(epoch.Number)
            where epoch.UnscorableReason is null && stage <= Stage.R
            select new LabelledEpoch(Slim(epoch), stage.Value, night.KnowsEvents ? CellEvents.Of(epoch, shown) : null);
    }

    /// <summary>At most so many of the labelled epochs, each as likely as another, in order: a whole real night is more than a pool holds.</summary>
    public static LabelledEpoch[] Sample(StagedNight night, SignalSpec signal, int most, SeededRandom random)
    {
        var kept = new List<LabelledEpoch>(most);
        var seen = 0;
        foreach (var labelled in Labelled(night, signal))
        {
            if (kept.Count < most) kept.Add(labelled);
            else if (random.Below(seen + 1) is var place && place < most) kept[place] = labelled;
            seen++;
        }
        return [.. kept.OrderBy(labelled => labelled.Epoch.Number)];
    }

    // Channels that no row shows change nothing but the time it takes.
    private static SampleBlock Only(HashSet<int> channels, SampleBlock block) =>
        channels.Count == 0 ? block : block with { Channels = [.. block.Channels.Where(run => channels.Contains(run.Channel))] };

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
