namespace Streaming.Core.Quality;

/// <summary>Tells an electrode pop from what else is steep: one jump, to where the signal stays for a while.</summary>
internal sealed class PopShape
{
    private readonly int _lag;
    private readonly int _guard;
    private readonly int _side;

    /// <param name="rateHz">Samples a second.</param>
    public PopShape(double rateHz)
    {
        _lag = Math.Max(1, (int)Math.Round(rateHz * 0.01));
        _guard = Math.Max(2, (int)Math.Round(rateHz * 0.06));
        _side = Math.Max(2, (int)Math.Round(rateHz * 0.04));
    }

    /// <summary>Finds the largest jump of a second.</summary>
    /// <param name="epoch">Whole epoch: the jump's surroundings may lie outside the second.</param>
    /// <param name="from">First sample of the second.</param>
    /// <param name="to">Behind its last.</param>
    /// <param name="jump">Digital steps, without sign.</param>
    /// <returns>Whether it is shaped like a pop.</returns>
    public bool Find(ReadOnlySpan<int> epoch, int from, int to, out long jump)
    {
        jump = 0;
        var at = -1;
        for (var n = Math.Max(from, _lag); n < to; n++)
        {
            var step = Math.Abs(epoch[n] - (long)epoch[n - _lag]);
            if (step > jump) (jump, at) = (step, n);
        }
        if (at < _lag + _side || at + _guard / 2 + _side >= epoch.Length) return false;
        for (var n = Math.Max(from, _lag); n < to; n++)
        {
            if (Math.Abs(n - at) > _guard && Math.Abs(epoch[n] - (long)epoch[n - _lag]) * 5 > jump * 2) return false;
        }
        var before = Mean(epoch.Slice(at - _lag - _side, _side));
        var after = Mean(epoch.Slice(at + _guard / 2, _side));
        return Math.Abs(after - before) * 2 > jump;
    }

    private static double Mean(ReadOnlySpan<int> values)
    {
        var sum = 0L;
        foreach (var value in values) sum += value;
        return (double)sum / values.Length;
    }
}
