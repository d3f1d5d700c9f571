using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        var start = Math.Max(from, _lag);
        jump = Largest(epoch[(start - _lag)..to]);
        if (jump == 0) return false;
        var at = start;
        while (Math.Abs(epoch[at] - (long)epoch[at - _lag]) != jump) at++;
        if (at < _lag + _side || at + _guard / 2 + _side >= epoch.Length) return false;
        for (var n = start; n < to; n++)
        {
            if (Math.Abs(n - at) > _guard && Math.Abs(epoch[n] - (long)epoch[n - _lag]) * 5 > jump * 2) return false;
        }
        var before = Mean(epoch.Slice(at - _lag - _side, _side));
        var after = Mean(epoch.Slice(at + _guard / 2, _side));
        return Math.Abs(after - before) * 2 > jump;
    }

    /// <summary>The largest difference of two samples a lag apart; eight at a time where none is so large that it might overflow.</summary>
    private long Largest(ReadOnlySpan<int> values)
    {
        ref var start = ref MemoryMarshal.GetReference(values);
        var (largest, tall) = (Vector256<int>.Zero, Vector256<int>.Zero);
        var n = _lag;
        for (; n + Vector256<int>.Count <= values.Length; n += Vector256<int>.Count)
        {
            var (here, before) = (Vector256.LoadUnsafe(ref start, (nuint)n), Vector256.LoadUnsafe(ref start, (nuint)(n - _lag)));
            largest = Vector256.Max(largest, Vector256.Abs(here - before));
            tall |= (here ^ (here << 1)) | (before ^ (before << 1)); // negative where the two top bits differ: 2^30 or more, either way
        }
        var isTall = tall.ExtractMostSignificantBits() != 0;
        var most = 0L;
        for (n = isTall ? _lag : n; n < values.Length; n++) most = Math.Max(most, Math.Abs(values[n] - (long)values[n - _lag]));
        for (var lane = 0; !isTall && lane < Vector256<int>.Count; lane++) most = Math.Max(most, largest[lane]);
        return most;
    }

    private static double Mean(ReadOnlySpan<int> values)
    {
        var sum = 0L;
        foreach (var value in values) sum += value;
        return (double)sum / values.Length;
    }
}
