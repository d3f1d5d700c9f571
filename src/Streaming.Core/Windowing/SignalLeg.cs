using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>One input of a row: a channel, or the difference of two of the same rate, brought to 100 Hz over closed epochs in order.</summary>
/// <remarks>Short gaps are bridged by a straight line inside the epoch and by the last value beyond it: only the filters see that, the columns
/// stay lost. After a gap of the reset length everything before the next sample is taken to have been equal to it.</remarks>
internal sealed partial class SignalLeg
{
    private readonly LegSource[] _sources;
    private readonly Resampler _resampler;
    private readonly EpochGrid _grid;
    private readonly long _resetSamples;
    private readonly double _halfColumn;
    private readonly bool _isFinite; // an unknown unit makes not-a-numbers, which are handled one by one
    private readonly List<int> _restarts = []; // positions, in samples after the epoch's first
    private readonly double[] _history;
    private readonly bool[] _lostBefore;
    private bool _isStarted;
    private long _missing; // samples missing up to the end of the last epoch

    public SignalLeg(EpochGrid grid, Resampler resampler, double resetGapSeconds, params LegSource[] sources)
    {
        (_grid, _resampler, _sources) = (grid, resampler, sources);
        var rate = (double)grid.RateHz;
        _isFinite = Array.TrueForAll(sources, source => double.IsFinite(source.Gain) && double.IsFinite(source.Offset));
        _resetSamples = Math.Max(1, (long)Math.Ceiling(resetGapSeconds * rate));
        _halfColumn = Math.Max(0.5, rate / (2 * Resampler.OutputRateHz));
        (_history, _lostBefore) = (new double[resampler.History], new bool[resampler.History]);
        Array.Fill(_lostBefore, true);
    }

    /// <summary>Largest less smallest value that came in the last epoch, µV.</summary>
    public double RangeMicrovolts { get; private set; }

    /// <summary>µV a digital step.</summary>
    public double StepMicrovolts => _sources.Sum(source => Math.Abs(source.Gain));

    /// <summary>Takes a closing epoch and fills its columns; afterwards the leg stands at the epoch's end.</summary>
    public void Process(OpenEpoch epoch, Span<double> columns, Span<ColumnMark> marks)
    {
        var count = _grid.Count(epoch.Number);
        RowScratch.OfThisThread.Samples(_history.Length + count, out var values, out var lost); // history, then the epoch
        _history.CopyTo(values);
        _lostBefore.CopyTo(lost);
        var isIdle = !_isStarted || _missing >= _resetSamples;
        if (_isFinite && Array.TrueForAll(_sources, source => epoch[source.Channel.Number].Here == count))
            ReadWhole(epoch, values[_history.Length..], lost[_history.Length..]);
        else Read(epoch, values[_history.Length..], lost[_history.Length..]);
        if (isIdle && _restarts.Count == 0) marks.Fill(ColumnMark.Lost | ColumnMark.Idle);
        else if (isIdle || _restarts.Count > 0) Resample(epoch.Number, isIdle, values, lost, columns, marks);
        else ResampleWhole(epoch.Number, values, lost, columns, marks);
        values[count..].CopyTo(_history);
        lost[count..].CopyTo(_lostBefore);
        for (var n = 0; n < _restarts.Count; n++) _restarts[n] -= count;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_isStarted);
        writer.Write(_missing);
        writer.Write(_history);
        writer.Write(_lostBefore);
        writer.Write(_restarts.Count);
        foreach (var restart in _restarts) writer.Write(restart);
    }

    public void Load(ref StateReader reader)
    {
        _isStarted = reader.ReadBoolean();
        _missing = reader.ReadInt64();
        reader.Read(_history);
        reader.Read(_lostBefore);
        _restarts.Clear();
        for (var count = reader.ReadInt32(); count > 0; count--) _restarts.Add(reader.ReadInt32());
    }

    /// <summary>As <see cref="Read"/> and <see cref="Bridge"/> where nothing is missing.</summary>
    private void ReadWhole(OpenEpoch epoch, Span<double> values, Span<bool> lost)
    {
        values.Clear();
        lost.Clear();
        foreach (var source in _sources) Microvolts.Add(epoch[source.Channel.Number].Values[..values.Length], source.Gain, source.Offset, values);
        RangeMicrovolts = Microvolts.Range(values);
        if (!_isStarted || _missing >= _resetSamples) _restarts.Add(0);
        (_isStarted, _missing) = (true, 0);
    }

    private void Read(OpenEpoch epoch, Span<double> values, Span<bool> lost)
    {
        values.Clear();
        lost.Clear();
        foreach (var source in _sources)
        {
            var channel = epoch[source.Channel.Number];
            if (channel.Here == 0)
            {
                lost.Fill(true);
                continue;
            }
            var digital = channel.Values;
            var present = channel.Present;
            for (var n = 0; n < values.Length; n++)
            {
                values[n] += digital[n] * source.Gain + source.Offset;
                lost[n] |= !present[n];
            }
        }
        Bridge(values, lost);
    }

    private void Bridge(Span<double> values, ReadOnlySpan<bool> lost)
    {
        var (smallest, largest) = (double.PositiveInfinity, double.NegativeInfinity);
        var held = _history.Length > 0 ? _history[^1] : 0;
        var from = 0; // the first sample after the last that came
        for (var n = 0; n < values.Length; n++)
        {
            if (lost[n])
            {
                _missing++;
                continue;
            }
            if (!_isStarted || _missing >= _resetSamples) _restarts.Add(n);
            var step = (values[n] - held) / (n - from + 1);
            for (var gap = from; gap < n; gap++) values[gap] = held + step * (gap - from + 1);
            (_isStarted, _missing, held, from) = (true, 0, values[n], n + 1);
            (smallest, largest) = (Math.Min(smallest, held), Math.Max(largest, held));
        }
        values[from..].Fill(held);
        RangeMicrovolts = largest >= smallest ? largest - smallest : 0;
    }

    /// <summary>As <see cref="Resample"/> where nothing starts anew.</summary>
    private void ResampleWhole(long epoch, ReadOnlySpan<double> values, ReadOnlySpan<bool> lost, Span<double> columns, Span<ColumnMark> marks)
    {
        var walk = _grid.Columns(epoch);
        if (_resampler.IsDirect) values[..columns.Length].CopyTo(columns);
        else if (_resampler.IsHold) Hold(ref walk, values, columns);
        else _resampler.Interpolate(values, ref walk, columns);
        marks.Clear();
        if (!lost.Contains(true)) return;
        walk = _grid.Columns(epoch);
        for (var column = 0; column < marks.Length; column++)
        {
            var sample = _resampler.IsDirect ? column : walk.Sample;
            if (IsLost(lost, sample - _resampler.Reach + _resampler.History, walk.Fraction + _resampler.Shift)) marks[column] = ColumnMark.Lost;
            walk.MoveNext();
        }
    }

    private void Hold(ref ColumnWalk walk, ReadOnlySpan<double> values, Span<double> columns)
    {
        foreach (ref var column in columns)
        {
            column = values[walk.Sample + _resampler.History];
            walk.MoveNext();
        }
    }

    private void Resample(long epoch, bool isIdle, Span<double> values, ReadOnlySpan<bool> lost, Span<double> columns, Span<ColumnMark> marks)
    {
        var walk = _grid.Columns(epoch);
        var (reach, history) = (_resampler.Reach, _resampler.History);
        var hasLosses = lost.Contains(true);
        for (var column = 0; column < columns.Length; column++)
        {
            var sample = _resampler.IsDirect ? column : walk.Sample;
            marks[column] = ColumnMark.None;
            while (_restarts.Count > 0 && _restarts[0] <= sample)
            {
                var at = _restarts[0] + history;
                values[..at].Fill(values[at]);
                _restarts.RemoveAt(0);
                marks[column] = ColumnMark.Restart;
                isIdle = false;
            }
            if (isIdle) marks[column] = ColumnMark.Lost | ColumnMark.Idle;
            else
            {
                var centre = sample - reach + history;
                columns[column] = reach == 0 ? values[centre] : _resampler.Interpolate(values.Slice(centre - reach + 1, 2 * reach), walk.Fraction);
                if (hasLosses && IsLost(lost, centre, walk.Fraction + _resampler.Shift)) marks[column] |= ColumnMark.Lost;
            }
            walk.MoveNext();
        }
    }

    private bool IsLost(ReadOnlySpan<bool> lost, int centre, double fraction)
    {
        if (_resampler.Reach == 0) return lost[centre];
        var first = centre + (int)Math.Floor(fraction - _halfColumn) + 1;
        var last = centre + (int)Math.Floor(fraction + _halfColumn);
        return lost.Slice(first, last - first + 1).Contains(true);
    }
}
