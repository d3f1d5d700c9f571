using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <content>An epoch that is still open, part by part: what has come whole and in order is final, and so are the columns that rest on it. Column by column and
/// sample by sample the same sums as over the epoch at once, and so the same bits.</content>
internal sealed partial class SignalLeg
{
    private ColumnWalk _walk; // at the next column
    private int _taken; // samples of the open epoch
    private double _smallest;
    private double _largest;

    /// <summary>The leg stands at the end of an epoch and is to take the next one in parts. False: not where signal starts anew or something is missing
    /// before.</summary>
    public bool Begin(long epoch)
    {
        if (!_isFinite || !_isStarted || _missing > 0 || _restarts.Count > 0 || _lostBefore.Contains(true)) return false;
        (_walk, _taken) = (_grid.Columns(epoch), 0);
        (_smallest, _largest) = (double.PositiveInfinity, double.NegativeInfinity);
        return true;
    }

    /// <summary>Takes what has come since the last time, and gives the columns that are thereby final.</summary>
    /// <param name="epoch">The one that was begun.</param>
    /// <param name="columns">Room for those that are not final yet; the first ones are filled.</param>
    /// <returns>How many; negative, with nothing taken, where a sample is missing before one that came.</returns>
    public int Extend(OpenEpoch epoch, Span<double> columns)
    {
        var here = Here(epoch);
        if (here < 0) return here;
        var count = here - _taken;
        RowScratch.OfThisThread.Samples(_history.Length + count, out var values, out _);
        _history.CopyTo(values);
        var part = values[_history.Length..];
        part.Clear();
        foreach (var source in _sources)
            Microvolts.Add(epoch[source.Channel.Number].Values.Slice(_taken, count), source.Gain, source.Offset, part);
        Microvolts.Widen(part, ref _smallest, ref _largest);
        RangeMicrovolts = _largest >= _smallest ? _largest - _smallest : 0;
        var done = Columns(values, here, columns);
        values[count..].CopyTo(_history);
        _taken = here;
        return done;
    }

    /// <summary>Every sample of the epoch has been taken.</summary>
    public bool IsAtEndOf(OpenEpoch epoch) => _taken == _grid.Count(epoch.Number);

    /// <summary>Samples of the open epoch that came on every source, none missing before them; negative where that is not so.</summary>
    private int Here(OpenEpoch epoch)
    {
        var here = epoch[_sources[0].Channel.Number].Here;
        foreach (var source in _sources)
        {
            var channel = epoch[source.Channel.Number];
            if (channel.Here != here || channel.Present[_taken..Math.Max(_taken, here)].Contains(false)) return -1;
        }
        return here;
    }

    private int Columns(ReadOnlySpan<double> values, int here, Span<double> columns)
    {
        if (_resampler.IsDirect)
        {
            columns = columns[..Math.Min(columns.Length, here - _taken)];
            values[..columns.Length].CopyTo(columns);
            return columns.Length;
        }
        var (walk, next, done) = (_walk.After(_taken), _walk, 0);
        for (; done < columns.Length && next.Sample < here; done++) next.MoveNext();
        if (_resampler.IsHold) Hold(ref walk, values, columns[..done]);
        else _resampler.Interpolate(values, ref walk, columns[..done]);
        _walk = next;
        return done;
    }
}
