using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Which samples of a study lie where they say, for who reads its blocks once more without staging them: decided as <see cref="BedSession"/> does, by the same
/// guard.</summary>
public sealed class BelievedRuns
{
    private static readonly Action<RunCursor> s_passOver = static _ => { };
    private readonly EpochGrid[] _grids;
    private readonly StudyReach _reach;
    private readonly LeapGuard _leaps;
    private readonly List<RunCursor> _runs = [];

    /// <param name="study">Whose blocks they are.</param>
    public BelievedRuns(Study study)
    {
        ArgumentNullException.ThrowIfNull(study);
        _grids = [.. study.Channels.Select(channel => new EpochGrid(study.EpochOriginSeconds, channel.RateHz))];
        (_reach, _leaps) = (new StudyReach(_grids, new BedSessionOptions()), new LeapGuard(_grids));
    }

    /// <summary>Takes the next block; gives the stretches of study time that are believed now, of this block and of earlier ones that were in doubt.</summary>
    /// <param name="block">In the order in which it came.</param>
    /// <param name="record">Its journal offset, larger than those before.</param>
    public IReadOnlyList<(long Record, double FromSeconds, double ToSeconds)> Accept(SampleBlock block, long record)
    {
        ArgumentNullException.ThrowIfNull(block);
        _runs.Clear();
        _reach.BeginRecord();
        var limit = _reach.LimitSeconds;
        foreach (var samples in block.Channels)
        {
            var run = new RunCursor { Channel = samples.Channel, Index = samples.FirstIndex, Values = samples.Values };
            if (!run.Values.IsEmpty && FromSeconds(run) <= limit) _runs.Add(run);
        }
        _leaps.Sort(_runs, record, _reach, s_passOver);
        foreach (var run in _runs)
        {
            var last = run.Index + run.Values.Length - 1;
            if (_grids[run.Channel].EpochOf(last) >= 0) _reach.Extend(run.Channel, last);
        }
        return [.. _runs.GroupBy(run => run.Record).Select(runs => (runs.Key, runs.Min(FromSeconds), runs.Max(ToSeconds)))];
    }

    private double FromSeconds(RunCursor run) => run.Index / (double)_grids[run.Channel].RateHz;

    private double ToSeconds(RunCursor run) => (run.Index + run.Values.Length) / (double)_grids[run.Channel].RateHz;
}
