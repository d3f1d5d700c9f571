using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Places samples by index into the open epochs and says when the next epoch may close. Memory is bounded by the horizon, whatever is
/// sent.</summary>
/// <remarks>A block is placed epoch by epoch (<see cref="Pending"/>, <see cref="Place"/>), so that a long block or a leap in time closes epochs on
/// the way instead of asking for room. What leaps ahead is placed once it is believed (<see cref="LeapGuard"/>); beyond the furthest sample by more than the
/// largest jump, samples are refused at once.</remarks>
internal sealed class EpochAssembler
{
    private readonly EpochGrid[] _grids;
    private readonly bool[] _counting;
    private readonly OpenEpoch[] _open;
    private readonly ChannelTally[] _tallies;
    private readonly StudyReach _reach;
    private readonly LeapGuard _leaps;
    private readonly List<RunCursor> _runs = [];
    private readonly Action<RunCursor> _refuse;
    private bool _isHolding; // fed again after Restore: samples of the past are not counted twice, nothing closes before its time
    private long _offset;
    private long _nextOffset;
    private long _appliedOffset = long.MinValue;
    private long _reachedOffset;

    /// <param name="channels">The study's channels.</param>
    /// <param name="origin">Start of epoch 0, s.</param>
    /// <param name="counting">By channel: an epoch is complete when these are.</param>
    /// <param name="options">Valid options.</param>
    public EpochAssembler(IReadOnlyList<Channel> channels, Rational origin, bool[] counting, BedSessionOptions options)
    {
        _grids = [.. channels.Select(channel => new EpochGrid(origin, channel.RateHz))];
        _counting = counting;
        _open = new OpenEpoch[(int)Math.Ceiling(options.ReorderHorizonSeconds / Epoch.Seconds) + 2];
        _tallies = [.. channels.Select(_ => new ChannelTally())];
        _reach = new StudyReach(_grids, options);
        _leaps = new LeapGuard(_grids);
        _refuse = Refuse;
        var spares = Array.ConvertAll(_grids, _ => new Stack<(int[], bool[])>(1));
        for (var n = 0; n < _open.Length; n++) _open[n] = new OpenEpoch(spares);
        Open(0);
    }

    /// <summary>Number of the epoch that closes next.</summary>
    public long Next { get; private set; }

    public bool IsEnded { get; private set; }

    public OpenEpoch NextEpoch => this[Next];

    public ReadOnlySpan<EpochGrid> Grids => _grids;

    public ReadOnlySpan<long> Last => _reach.Last;

    /// <summary>Epochs that can be open at a time.</summary>
    public int Capacity => _open.Length;

    public OpenEpoch this[long epoch] => _open[(int)(epoch % _open.Length)];

    /// <summary>End of the furthest sample, s of study time; 0 before any.</summary>
    public double FurthestSeconds => _reach.FurthestSeconds;

    /// <summary>Whether a study's end would be believed that names this as the last index of a channel.</summary>
    public bool BelievesEnd(int channel, long lastIndex) => _reach.Believes(channel, lastIndex);

    /// <summary>Channels that count and are behind the furthest by more; nearly always none, and then nothing is allocated.</summary>
    public IReadOnlyList<int> Silent(double seconds)
    {
        List<int>? silent = null;
        var furthest = FurthestSeconds - seconds;
        for (var n = 0; n < _grids.Length; n++)
        {
            if (_counting[n] && (_reach.Last[n] + 1) / (double)_grids[n].RateHz < furthest) (silent ??= []).Add(n);
        }
        return silent ?? (IReadOnlyList<int>)[];
    }

    /// <summary>The earliest epoch that the block under way has samples for; null when all are placed.</summary>
    public long? Pending
    {
        get
        {
            long? earliest = null;
            foreach (var run in _runs)
            {
                var epoch = _grids[run.Channel].EpochOf(run.Index);
                if (earliest is null || epoch < earliest) earliest = epoch;
            }
            return earliest;
        }
    }

    /// <summary>Takes a block in hand.</summary>
    public void Begin(SampleBlock block, long offset, long nextOffset)
    {
        _runs.Clear();
        (_offset, _nextOffset, _isHolding) = (offset, nextOffset, nextOffset < _appliedOffset);
        _reachedOffset = Math.Max(_reachedOffset, nextOffset);
        _reach.BeginRecord();
        var limit = _reach.LimitSeconds;
        for (var n = 0; n < block.Channels.Count; n++) // by index: an enumerator of an interface is an allocation
        {
            var samples = block.Channels[n];
            if (samples.Channel < 0 || samples.Channel >= _grids.Length || samples.Values.IsEmpty) continue;
            var cursor = new RunCursor { Channel = samples.Channel, Index = samples.FirstIndex, Values = samples.Values, IsBackfill = block.Backfill };
            if (Admitted(cursor, limit) is { Values.IsEmpty: false } run) _runs.Add(run);
        }
        _leaps.Sort(_runs, offset, _reach, _refuse);
    }

    /// <summary>Places the block's samples of one epoch.</summary>
    public void Place(long epoch)
    {
        for (var n = _runs.Count - 1; n >= 0; n--)
        {
            var run = _runs[n];
            if (_grids[run.Channel].EpochOf(run.Index) != epoch) continue;
            var count = (int)Math.Min(run.Values.Length, _grids[run.Channel].FirstIndex(epoch + 1) - run.Index);
            PlaceRun(run, epoch, count);
            run.Skip(count);
            _runs[n] = run;
            if (run.Values.IsEmpty) _runs.RemoveAt(n);
        }
    }

    /// <summary>The next epoch is complete, or the bed has gone past its end by the horizon.</summary>
    public bool IsDue => !_isHolding && !IsEnded && (_reach.IsPastHorizon || IsComplete());

    /// <summary>Takes the study's end in hand: <see cref="IsWhole"/> says what may close.</summary>
    /// <param name="end">Last indices; null: it ends where the samples do.</param>
    /// <param name="nextOffset">Journal offset after the record that says so.</param>
    public void BeginEnd(StudyEnd? end, long nextOffset)
    {
        _runs.Clear();
        (_offset, _nextOffset, _isHolding) = (nextOffset - 1, nextOffset, false); // of its own record: within it, whatever its length
        foreach (var run in _leaps.Release()) Refuse(run);
        _reach.SetEnd(end);
    }

    /// <summary>After <see cref="BeginEnd"/>: the study reaches to the end of the epoch on a channel that counts.</summary>
    public bool IsWhole(long epoch)
    {
        for (var n = 0; n < _grids.Length; n++)
        {
            if (_counting[n] && _reach.EndsAfter(n, epoch)) return true;
        }
        return false;
    }

    /// <summary>After <see cref="BeginEnd"/>: nothing joins the study any more; what is left in the open epochs is outside.</summary>
    public void Finish(long firstOpen)
    {
        if (IsEnded) return;
        IsEnded = true;
        for (var epoch = firstOpen; epoch < Next + Capacity; epoch++)
        {
            for (var n = 0; n < _tallies.Length; n++) _tallies[n].LeaveOut(this[epoch][n]);
        }
    }

    /// <summary>Adds the next epoch to the account; its samples stay readable until <see cref="Advance"/>.</summary>
    public SampleAccount[] Settle()
    {
        var accounts = new SampleAccount[_grids.Length];
        for (var n = 0; n < accounts.Length; n++)
        {
            var here = NextEpoch[n];
            accounts[n] = new SampleAccount(n, here.Expected, here.Received, here.Backfilled, here.Expected - here.Here, 0, here.Conflicting)
            {
                Repeated = here.Repeated,
            };
            _tallies[n].Add(here);
        }
        return accounts;
    }

    /// <summary>Closes the next epoch and opens one at the far end.</summary>
    public void Advance()
    {
        _appliedOffset = _nextOffset;
        Next++;
        this[Next + Capacity - 1].Clear(Next + Capacity - 1, _grids);
        _reach.WaitFor(Next);
    }

    /// <summary>Over all channels.</summary>
    public (long Late, long Refused) Misplaced
    {
        get
        {
            var (late, refused) = (0L, 0L);
            foreach (var tally in _tallies) (late, refused) = (late + tally.Late, refused + tally.Refused);
            return (late, refused);
        }
    }

    public long RefusedOf(int channel) => _tallies[channel].Refused;

    public IReadOnlyList<SampleAccount> Accounts() => [.. _tallies.Select((tally, n) => tally.Account(n))];

    /// <summary>The record to read on from after the epoch just closed, and the furthest indices as they were before it.</summary>
    /// <param name="isEnding">The study's end is closing epochs: its own record must be read again until the end itself is kept.</param>
    public (long Offset, long[] LastBefore) Resume(bool isEnding)
    {
        var (offset, last) = (_nextOffset, _reach.Last);
        if (isEnding) offset = _reachedOffset;
        foreach (var run in _runs)
        {
            if (run.Offset < offset) (offset, last) = (run.Offset, run.LastBefore);
        }
        if (_leaps.FirstOffset < offset) (offset, last) = (_leaps.FirstOffset, _leaps.LastBefore);
        for (var epoch = Next; epoch < Next + Capacity && !IsEnded; epoch++)
        {
            if (this[epoch].FirstOffset < offset) (offset, last) = (this[epoch].FirstOffset, this[epoch].LastBefore);
        }
        return (offset, last);
    }

    public void Save(StateWriter writer, ReadOnlySpan<long> lastBefore)
    {
        writer.Write(Next);
        writer.Write(IsEnded);
        writer.Write(_appliedOffset);
        writer.Write(_reachedOffset);
        writer.Write(lastBefore);
        foreach (var tally in _tallies) tally.Save(writer);
    }

    public void Load(ref StateReader reader)
    {
        Open(reader.ReadInt64());
        IsEnded = reader.ReadBoolean();
        _appliedOffset = reader.ReadInt64();
        _reachedOffset = reader.ReadInt64();
        reader.Read(_reach.Last);
        foreach (var tally in _tallies) tally.Load(ref reader);
    }

    private void Open(long next)
    {
        Next = next;
        for (var epoch = next; epoch < next + Capacity; epoch++) this[epoch].Clear(epoch, _grids);
        _reach.WaitFor(Next);
    }

    private RunCursor Admitted(RunCursor run, double limitSeconds)
    {
        var isCounted = _offset >= _appliedOffset;
        var limit = (long)(limitSeconds * (double)_grids[run.Channel].RateHz);
        var refused = 0L;
        if (run.Index < 0)
        {
            refused = Math.Min(-Math.Max(run.Index, -int.MaxValue), run.Values.Length);
            run.Skip((int)refused);
        }
        if (run.Values.IsEmpty) limit = run.Index;
        var beyond = run.Index > limit ? run.Values.Length : Math.Max(0, run.Values.Length - (limit - run.Index + 1));
        if (beyond > 0) run.Values = run.Values[..^(int)beyond];
        if (isCounted) _tallies[run.Channel].Refused += refused + beyond;
        return run;
    }

    private void Refuse(RunCursor run)
    {
        if (_offset >= _appliedOffset) _tallies[run.Channel].Refused += run.Values.Length;
    }

    private void PlaceRun(RunCursor run, long epoch, int count)
    {
        if (epoch >= 0) _reach.Extend(run.Channel, run.Index + count - 1); // of closed epochs too: fed again, it must come to reach as far as it did
        if (epoch < 0 || epoch < Next || IsEnded)
        {
            if (_offset < _appliedOffset) return; // counted when it came first
            if (epoch >= 0 && epoch < Next) _tallies[run.Channel].Late += count;
            else _tallies[run.Channel].Outside += count;
            return;
        }
        this[epoch].Touch(run.Offset, run.LastBefore);
        this[epoch][run.Channel].Place((int)(run.Index - _grids[run.Channel].FirstIndex(epoch)), run.Values.Span[..count], run.IsBackfill);
    }

    private bool IsComplete()
    {
        var next = NextEpoch;
        for (var n = 0; n < _counting.Length; n++)
        {
            if (_counting[n] && next[n].Here < next[n].Expected) return false;
        }
        return true;
    }
}
