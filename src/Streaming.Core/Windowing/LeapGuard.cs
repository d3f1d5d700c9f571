namespace Streaming.Core.Windowing;

/// <summary>Keeps aside what lies far ahead of everything that came, until more comes there: one garbled index must not end a night, whose every
/// sample would come too late from then on.</summary>
/// <remarks>What is kept is believed once two records or more tell of ten seconds there, as they do after an outage, unless a channel of which nothing is kept
/// goes on where it was meanwhile: then it is the others whose index is wrong. It is refused when the study goes on for as long where it was, when something else
/// comes from somewhere else, and when the study ends. A function of the records alone, so it needs no state of its own: a restart reads on from
/// <see cref="FirstOffset"/>, as long as anything is open that came while something was kept.</remarks>
internal sealed class LeapGuard(EpochGrid[] grids)
{
    /// <summary>What is further ahead than this is not believed at once, s of study time.</summary>
    public const double LeapSeconds = 60;

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

    public bool IsEmpty => _kept.Count == 0;

    /// <summary>Of a channel something is kept.</summary>
    public bool Keeps(int channel) => _samples[channel] > 0;

    /// <param name="othersSeconds">How far the channels have come of which nothing is kept.</param>
    public bool IsBelieved(double othersSeconds) =>
        _records >= LeastRecords && _to - _from >= BelievedSeconds && othersSeconds - _furthestThen < OthersShare * (_to - _from - _firstSeconds);

    /// <summary>The study has gone on for long enough without it.</summary>
    public bool IsPassedBy(double furthestSeconds) => !IsEmpty && furthestSeconds > _furthestThen + BelievedSeconds;

    /// <param name="run">Admitted.</param>
    /// <param name="furthestSeconds">End of the furthest sample before this record.</param>
    public bool IsLeap(RunCursor run, double furthestSeconds) =>
        run.Index / (double)grids[run.Channel].RateHz > (IsEmpty ? furthestSeconds : _furthestThen) + LeapSeconds;

    /// <summary>It is so far from what is kept that not both can be right.</summary>
    public bool IsElsewhere(RunCursor run)
    {
        var (from, to) = Span(run);
        return !IsEmpty && (from > _to + LeapSeconds || to < _from - LeapSeconds);
    }

    /// <summary>Keeps a run; false where every sample of that time has come twice already.</summary>
    /// <param name="run">It leaps, and to what is kept.</param>
    /// <param name="offset">Of the record that it came with.</param>
    /// <param name="furthestSeconds">End of the furthest sample before that record.</param>
    public bool TryKeep(RunCursor run, long offset, double furthestSeconds)
    {
        var (from, to) = Span(run);
        if (IsEmpty)
        {
            (_from, _to, _furthestThen) = (from, from, furthestSeconds);
            (FirstOffset, LastBefore) = (offset, [.. run.LastBefore]);
        }
        var isNews = from < _from || to > _to;
        (_from, _to) = (Math.Min(_from, from), Math.Max(_to, to));
        if (offset == FirstOffset) _firstSeconds = _to - _from;
        if (_samples[run.Channel] + run.Values.Length > 2 * ((_to - _from) * (double)grids[run.Channel].RateHz + 1)) return false;
        if (isNews && (_records == 0 || offset != _lastTelling)) (_records, _lastTelling) = (_records + 1, offset);
        _samples[run.Channel] += run.Values.Length;
        run.Values = run.Values.ToArray(); // the caller's are read into the same memory again
        (run.Offset, run.LastBefore) = (FirstOffset, LastBefore);
        _kept.Add(run);
        return true;
    }

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

    private (double From, double To) Span(RunCursor run)
    {
        var rate = (double)grids[run.Channel].RateHz;
        return (run.Index / rate, (run.Index + run.Values.Length) / rate);
    }
}
