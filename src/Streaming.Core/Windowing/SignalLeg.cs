using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>One input of a row: a channel, or the difference of two of the same rate, brought to 100 Hz over closed epochs in order.</summary>
/// <remarks>Short gaps are bridged by a straight line inside the epoch and by the last value beyond it: only the filters see that, the columns
/// stay lost. After a gap of the reset length everything before the next sample is taken to have been equal to it.</remarks>
internal sealed class SignalLeg
{
    private readonly LegSource[] _sources;
    private readonly Resampler _resampler;
    private readonly EpochGrid _grid;
    private readonly long _resetSamples;
    private readonly double _halfColumn;
    private readonly bool _isFinite; // an unknown unit makes not-a-numbers, which are handled one by one
    private readonly List<int> _restarts = []; // positions, in samples after the epoch's first
    private readonly double[] _values; // history, then the epoch
    private readonly bool[] _lost;
    private bool _isStarted;
    private long _missing; // samples missing up to the end of the last epoch

    public SignalLeg(EpochGrid grid, Resampler resampler, double resetGapSeconds, params LegSource[] sources)
    {
        (_grid, _resampler, _sources) = (grid, resampler, sources);
        var rate = (double)grid.RateHz;
        _isFinite = Array.TrueForAll(sources, source => double.IsFinite(source.Gain) && double.IsFinite(source.Offset));
        _resetSamples = Math.Max(1, (long)Math.Ceiling(resetGapSeconds * rate));
        _halfColumn = Math.Max(0.5, rate / (2 * Resampler.OutputRateHz));
        var length = resampler.History + grid.Count(0) + 1;
        (_values, _lost) = (new double[length], new bool[length]);
        Array.Fill(_lost, true);
    }

    /// <summary>Largest less smallest value that came in the last epoch, µV.</summary>
    public double RangeMicrovolts { get; private set; }

    /// <summary>µV a digital step.</summary>
    public double StepMicrovolts => _sources.Sum(source => Math.Abs(source.Gain));

    /// <summary>Takes a closing epoch and fills its columns; afterwards the leg stands at the epoch's end.</summary>
    public void Process(OpenEpoch epoch, Span<double> columns, Span<ColumnMark> marks)
    {
        var count = _grid.Count(epoch.Number);
        var isIdle = !_isStarted || _missing >= _resetSamples;
        if (_isFinite && Array.TrueForAll(_sources, source => epoch[source.Channel.Number].Here == count)) ReadWhole(epoch, count);
        else Read(epoch, count);
        if (isIdle && _restarts.Count == 0) marks.Fill(ColumnMark.Lost | ColumnMark.Idle);
        else if (isIdle || _restarts.Count > 0) Resample(epoch.Number, isIdle, columns, marks);
        else ResampleWhole(epoch.Number, columns, marks);
        KeepHistory(count);
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_isStarted);
        writer.Write(_missing);
        writer.Write(_values.AsSpan(0, _resampler.History));
        writer.Write(_lost.AsSpan(0, _resampler.History));
        writer.Write(_restarts.Count);
        foreach (var restart in _restarts) writer.Write(restart);
    }

    public void Load(ref StateReader reader)
    {
        _isStarted = reader.ReadBoolean();
        _missing = reader.ReadInt64();
        reader.Read(_values.AsSpan(0, _resampler.History));
        reader.Read(_lost.AsSpan(0, _resampler.History));
        _restarts.Clear();
        for (var count = reader.ReadInt32(); count > 0; count--) _restarts.Add(reader.ReadInt32());
    }

    /// <summary>As <see cref="Read"/> and <see cref="Bridge"/> where nothing is missing.</summary>
    private void ReadWhole(OpenEpoch epoch, int count)
    {
        var values = _values.AsSpan(_resampler.History, count);
        values.Clear();
        _lost.AsSpan(_resampler.History, count).Clear();
        foreach (var source in _sources) Microvolts.Add(epoch[source.Channel.Number].Values[..count], source.Gain, source.Offset, values);
        RangeMicrovolts = Microvolts.Range(values);
        if (!_isStarted || _missing >= _resetSamples) _restarts.Add(0);
        (_isStarted, _missing) = (true, 0);
    }

    private void Read(OpenEpoch epoch, int count)
    {
        var values = _values.AsSpan(_resampler.History, count);
        var lost = _lost.AsSpan(_resampler.History, count);
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
            for (var n = 0; n < count; n++)
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
        var held = _resampler.History > 0 ? _values[_resampler.History - 1] : 0;
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
    private void ResampleWhole(long epoch, Span<double> columns, Span<ColumnMark> marks)
    {
        var walk = _grid.Columns(epoch);
        if (_resampler.IsDirect) _values.AsSpan(0, columns.Length).CopyTo(columns);
        else if (_resampler.IsHold) Hold(ref walk, columns);
        else _resampler.Interpolate(_values, ref walk, columns);
        marks.Clear();
        if (!_lost.AsSpan(0, _resampler.History + _grid.Count(epoch)).Contains(true)) return;
        walk = _grid.Columns(epoch);
        for (var column = 0; column < marks.Length; column++)
        {
            var sample = _resampler.IsDirect ? column : walk.Sample;
            if (IsLost(sample - _resampler.Reach + _resampler.History, walk.Fraction + _resampler.Shift)) marks[column] = ColumnMark.Lost;
            walk.MoveNext();
        }
    }

    private void Hold(ref ColumnWalk walk, Span<double> columns)
    {
        foreach (ref var column in columns)
        {
            column = _values[walk.Sample + _resampler.History];
            walk.MoveNext();
        }
    }

    private void Resample(long epoch, bool isIdle, Span<double> columns, Span<ColumnMark> marks)
    {
        var walk = _grid.Columns(epoch);
        var (reach, history) = (_resampler.Reach, _resampler.History);
        var hasLosses = _lost.AsSpan(0, history + _grid.Count(epoch)).Contains(true);
        for (var column = 0; column < columns.Length; column++)
        {
            var sample = _resampler.IsDirect ? column : walk.Sample;
            marks[column] = ColumnMark.None;
            while (_restarts.Count > 0 && _restarts[0] <= sample)
            {
                Restart(_restarts[0] + history);
                _restarts.RemoveAt(0);
                marks[column] = ColumnMark.Restart;
                isIdle = false;
            }
            if (isIdle) marks[column] = ColumnMark.Lost | ColumnMark.Idle;
            else
            {
                var centre = sample - reach + history;
                columns[column] = reach == 0 ? _values[centre] : _resampler.Interpolate(_values.AsSpan(centre - reach + 1, 2 * reach), walk.Fraction);
                if (hasLosses && IsLost(centre, walk.Fraction + _resampler.Shift)) marks[column] |= ColumnMark.Lost;
            }
            walk.MoveNext();
        }
    }

    private bool IsLost(int centre, double fraction)
    {
        if (_resampler.Reach == 0) return _lost[centre];
        var first = centre + (int)Math.Floor(fraction - _halfColumn) + 1;
        var last = centre + (int)Math.Floor(fraction + _halfColumn);
        return _lost.AsSpan(first, last - first + 1).Contains(true);
    }

    private void Restart(int at) => _values.AsSpan(0, at).Fill(_values[at]);

    private void KeepHistory(int count)
    {
        var history = _resampler.History;
        _values.AsSpan(count, history).CopyTo(_values);
        _lost.AsSpan(count, history).CopyTo(_lost);
        for (var n = 0; n < _restarts.Count; n++) _restarts[n] -= count;
    }
}
