namespace Streaming.Core.Windowing;

/// <content>The row of an epoch that is still open, as far as it is final: it grows with what comes, and nothing of it is computed twice.</content>
internal sealed partial class RowSignal
{
    private float[] _open = [];
    private int _columns;

    /// <summary>The row stands at the end of an epoch and is to take the next one in parts. False: it cannot.</summary>
    public bool Begin(long epoch)
    {
        // Legs of two rates reach different columns; a row without a scale takes that of what it has, which grows.
        if (_legs.Length > 1 || _scale.Microvolts == 0 || !_legs[0].Begin(epoch)) return false;
        if (_open.Length == 0) _open = new float[Epoch.Samples];
        _columns = 0;
        return true;
    }

    /// <summary>Takes what has come since.</summary>
    /// <returns>The row, of which at least as many columns are final as are asked for; null where fewer are, or something is missing before one that came.
    /// Its samples are written on by the next call.</returns>
    public RowResult? Extend(OpenEpoch epoch, int atLeast)
    {
        var columns = RowScratch.OfThisThread.Columns.AsSpan(0, Epoch.Samples - _columns);
        var more = _legs[0].Extend(epoch, columns);
        if (more < 0) return null;
        _filter.Next(columns[..more], _open.AsSpan(_columns));
        _columns += more;
        if (_columns < atLeast) return null;
        return new RowResult(_open, _scale.Microvolts, 0, IsFlat);
    }

    /// <summary>Takes the rest of an epoch that has closed. False: not all of it came in order, and it has to be taken afresh.</summary>
    private bool Finish(OpenEpoch epoch) => Extend(epoch, Epoch.Samples) is not null && _legs[0].IsAtEndOf(epoch);

    /// <summary>Goes on where a copy stands, with what it made of the epoch.</summary>
    private RowResult Adopt(RowSignal ahead)
    {
        (_legs, ahead._legs, _filter, ahead._filter) = (ahead._legs, _legs, ahead._filter, _filter);
        var samples = ahead._open;
        ahead._open = [];
        return new RowResult(samples, 0, 0, IsFlat);
    }
}
