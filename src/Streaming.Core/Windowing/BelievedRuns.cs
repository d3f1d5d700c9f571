using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Which samples of a study lie where they say, for who reads its blocks once more without staging them: decided as <see cref="BedSession"/> does, by the same
/// guard.</summary>
public sealed class BelievedRuns
{
    private static readonly double s_maxJumpSeconds = new BedSessionOptions().MaxJumpSeconds;
    private readonly EpochGrid[] _grids;
    private readonly LeapGuard _leaps;
    private double _furthest; // end of the furthest sample, s of study time

    /// <param name="study">Whose blocks they are.</param>
    public BelievedRuns(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        _grids = [.. study.Channels.Select(channel => new EpochGrid(study.EpochOriginSeconds, channel.RateHz))];
        _leaps = new LeapGuard(_grids);
    }

    /// <summary>Takes the next block; gives the stretches of study time that are believed now, of this block and of earlier ones that were in doubt.</summary>
    /// <param name="block">In the order in which it came.</param>
    /// <param name="record">Names it in what is given; as of a journal, larger than those before.</param>
    public IReadOnlyList<(long Record, double FromSeconds, double ToSeconds)> Accept(SampleBlock block, long record)
    {
        ArgumentNullException.ThrowIfNull(block);
        var believed = new List<RunCursor>();
        var furthest = _furthest;
        if (_leaps.IsPassedBy(furthest)) _leaps.Release();
        foreach (var samples in block.Channels)
        {
            var run = new RunCursor { Channel = samples.Channel, Index = samples.FirstIndex, Values = samples.Values, Offset = record, LastBefore = [] };
            if (run.Values.IsEmpty || FromSeconds(run) > furthest + s_maxJumpSeconds) continue;
            if (!_leaps.IsLeap(run, furthest))
            {
                believed.Add(run);
                continue;
            }
            if (_leaps.IsElsewhere(run)) _leaps.Release();
            _leaps.TryKeep(run, furthest);
        }
        if (_leaps.IsBelieved) believed.AddRange(_leaps.Release());
        foreach (var run in believed)
        {
            if (_grids[run.Channel].EpochOf(run.Index + run.Values.Length - 1) >= 0) _furthest = Math.Max(_furthest, ToSeconds(run));
        }
        return [.. believed.GroupBy(run => run.Offset).Select(runs => (runs.Key, runs.Min(FromSeconds), runs.Max(ToSeconds)))];
    }

    private double FromSeconds(RunCursor run) => run.Index / (double)_grids[run.Channel].RateHz;

    private double ToSeconds(RunCursor run) => (run.Index + run.Values.Length) / (double)_grids[run.Channel].RateHz;
}
