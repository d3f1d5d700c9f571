namespace Streaming.Core.Windowing;

/// <summary>Keeps aside what lies far ahead of everything that came, until more comes there: one garbled index must not end a night, whose every
/// sample would come too late from then on.</summary>
/// <remarks>What is kept is believed once two records or more tell of ten seconds there, as they do after an outage, unless a channel of which nothing is kept
/// goes on where it was meanwhile: then it is the others whose index is wrong. It is refused when the study goes on for as long where it was, when something else
/// comes from somewhere else, and when the study ends. A function of the records alone, so it needs no state of its own: a restart reads on from
/// <see cref="FirstOffset"/>, as long as anything is open that came while something was kept.</remarks>
internal sealed class LeapGuard(EpochGrid[] grids)
{
    private const double LeapSeconds = 60; // further ahead is not believed at once, of study time
    private const double BelievedSeconds = 10;
    private const int LeastRecords = 2;
    private const double OthersShare = 0.25; // of what followed the first record: a channel whose index is wrong grows no faster than those that go on
    private readonly List<RunCursor> _kept = [];
    private readonly long[] _samples = new long[grids.Length];
    private double _from; // study time that is kept, from its first to its last sample
    private double _to;
    private double _firstSeconds; // of it that the first record told of
    private double _furthestThen;
    private int _records; // that told of time which none before them had told of
    private long _lastTelling;

    /// <summary>Of the record that the first of what is kept came with; <see cref="long.MaxValue"/> while nothing is.</summary>
    public long FirstOffset { get; private set; } = long.MaxValue;

    /// <summary>The furthest index of every channel before that record.</summary>
    public long[] LastBefore { get; private set; } = [];

    /// <summary>Takes what leaps out of a record's runs, and puts in what is believed now; each is told where to read on from for its samples.</summary>
    /// <remarks>What was kept before is refused before anything of this record is kept: a restart that reads on from here, where nothing is kept, then
    /// decides the same. While something is kept, whatever comes is to be read again from the first of it.</remarks>
    /// <param name="runs">Of the record, admitted.</param>
    /// <param name="record">Its offset.</param>
    /// <param name="reach">At the record's beginning.</param>
    /// <param name="refuse">Takes what is not believed.</param>
    public void Sort(List<RunCursor> runs, long record, StudyReach reach, Action<RunCursor> refuse)
    {
        var furthest = reach.FurthestSeconds;
        if (IsPassedBy(furthest) || IsAnyElsewhere(runs, furthest)) Refuse(refuse);
        var (offset, lastBefore) = IsEmpty ? (record, reach.LastBefore) : (FirstOffset, LastBefore);
        var placed = 0;
        for (var n = 0; n < runs.Count; n++)
        {
            var run = runs[n] with { Record = record, Offset = offset, LastBefore = lastBefore };
            if (!IsLeap(run, furthest))
            {
                runs[placed++] = run;
                continue;
            }
            if (IsElsewhere(run)) Refuse(refuse); // of this very record
            if (!TryKeep(run, furthest)) refuse(run);
        }
        runs.RemoveRange(placed, runs.Count - placed);
        if (!IsEmpty && IsBelieved(OthersSeconds(runs, reach))) runs.AddRange(Release());
    }

    private bool IsEmpty => _kept.Count == 0;

    /// <summary>Gives what is kept, in the order it came, and begins anew.</summary>
    public RunCursor[] Release()
    {
        RunCursor[] released = [.. _kept];
        _kept.Clear();
        Array.Clear(_samples);
        _records = 0;
        FirstOffset = long.MaxValue;
        return released;
    }

    private void Refuse(Action<RunCursor> refuse)
    {
        foreach (var run in Release()) refuse(run);
    }

    // Unless channels of which nothing is kept have come further meanwhile.
    private bool IsBelieved(double othersSeconds) =>
        _records >= LeastRecords && _to - _from >= BelievedSeconds && othersSeconds - _furthestThen < OthersShare * (_to - _from - _firstSeconds);

    private double OthersSeconds(List<RunCursor> runs, StudyReach reach)
    {
        var furthest = 0.0;
        for (var n = 0; n < grids.Length; n++)
        {
            if (_samples[n] == 0) furthest = Math.Max(furthest, (reach.Last[n] + 1) / (double)grids[n].RateHz);
        }
        foreach (var run in runs)
        {
            if (_samples[run.Channel] == 0) furthest = Math.Max(furthest, Span(run).To);
        }
        return furthest;
    }

    // The study has gone on for long enough without it.
    private bool IsPassedBy(double furthestSeconds) => !IsEmpty && furthestSeconds > _furthestThen + BelievedSeconds;

    private bool IsLeap(RunCursor run, double furthestSeconds) => Span(run).From > (IsEmpty ? furthestSeconds : _furthestThen) + LeapSeconds;

    // So far from what is kept that not both can be right.
    private bool IsElsewhere(RunCursor run)
    {
        var (from, to) = Span(run);
        return !IsEmpty && (from > _to + LeapSeconds || to < _from - LeapSeconds);
    }

    private bool IsAnyElsewhere(List<RunCursor> runs, double furthestSeconds)
    {
        if (IsEmpty) return false;
        foreach (var run in runs)
        {
            if (IsElsewhere(run) && IsLeap(run, furthestSeconds)) return true;
        }
        return false;
    }

    // False where every sample of that time has come twice already.
    private bool TryKeep(RunCursor run, double furthestSeconds)
    {
        var (from, to) = Span(run);
        if (IsEmpty)
        {
            (_from, _to, _furthestThen) = (from, from, furthestSeconds);
            (FirstOffset, LastBefore) = (run.Record, [.. run.LastBefore]);
        }
        var isNews = from < _from || to > _to;
        (_from, _to) = (Math.Min(_from, from), Math.Max(_to, to));
        if (run.Record == FirstOffset) _firstSeconds = _to - _from;
        if (_samples[run.Channel] + run.Values.Length > 2 * ((_to - _from) * (double)grids[run.Channel].RateHz + 1)) return false;
        if (isNews && (_records == 0 || run.Record != _lastTelling)) (_records, _lastTelling) = (_records + 1, run.Record);
        _samples[run.Channel] += run.Values.Length;
        run.Values = run.Values.ToArray(); // the caller's are read into the same memory again
        run.LastBefore = LastBefore; // its own is the reach's, which goes on
        _kept.Add(run);
        return true;
    }

    private (double From, double To) Span(RunCursor run)
    {
        var rate = (double)grids[run.Channel].RateHz;
        return (run.Index / rate, (run.Index + run.Values.Length) / rate);
    }
}
