using System.Numerics;
using System.Runtime.Intrinsics;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Novelty;

/// <summary>What a row looks like in ten numbers that no gain changes: whether it is like any signal a network was trained on.</summary>
/// <remarks>Exact arithmetic in a fixed order: equal rows give equal bits. Where lanes are used, each sums one number in its own order.</remarks>
public static class RowShape
{
    /// <summary>Numbers a row.</summary>
    public const int Count = 10;

    private const int LeastSamples = 1000; // of 3000: below, a row says too little about itself
    private const int Decimation = 8; // rhythms are looked for at 12.5 Hz, slower than alpha
    private const int ShortestLag = 4; // 0.32 s
    private const int LongestLag = 25; // 2 s
    private const int Lags = 24; // 4 to 27, in six vectors; the last two are not looked at
    private const int LagRoom = ShortestLag + Lags - 1;
    private const int SecondsAtATime = 5;
    private const double StillStep = 0.1; // of the mean step
    private const double Least = 1e-6;

    /// <summary>By number, in words a technologist knows.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["sudden change of amplitude", "spikes", "evenness of amplitude", "steepness", "roughness", "one-sidedness", "flat stretches", "rhythm",
            "evenness from second to second", "share of slow waves"];

    /// <summary>Measures a row.</summary>
    /// <param name="row">3000 filtered samples, µV, NaN where lost.</param>
    /// <param name="scaleMicrovolts">The row's running scale, above 0.</param>
    /// <param name="shape">Takes <see cref="Count"/> numbers.</param>
    /// <returns>False where too few samples are there, or all are equal.</returns>
    public static bool Measure(ReadOnlySpan<float> row, double scaleMicrovolts, Span<double> shape)
    {
        // Most rows have every sample, and then nothing has to be asked of each.
        var sums = IsWhole(row) ? RowSums.OfWhole(row) : RowSums.OfSome(row);
        var (count, steps, bends) = (sums.Count, sums.Steps, sums.Bends);
        if (count < LeastSamples || steps == 0 || bends == 0 || !(sums.Size > 0) || !(sums.Step > 0) || !(scaleMicrovolts > 0)) return false;
        var (size, step, bend) = (sums.Size / count, sums.Step / steps, sums.Bend / bends);
        var (peak, square, cube, sum) = (sums.Peak, sums.Square, sums.Cube, sums.Sum);
        var still = Still(row, StillStep * step);
        var deviation = Math.Sqrt(square / count);
        shape[0] = Log(size / scaleMicrovolts);
        shape[1] = Log(peak / size);
        shape[2] = Log(size / deviation);
        shape[3] = Log(step / size);
        shape[4] = Log(bend / step);
        shape[5] = ExactMath.Asinh(cube / count / (deviation * deviation * deviation));
        shape[6] = Log(0.01 + (double)still / steps);
        Slow(row, sum / count, square / count, shape);
        shape[8] = Evenness(row);
        return true;
    }

    private static double Log(double ratio) => ExactMath.Log(Math.Max(ratio, Least));

    private static bool IsWhole(ReadOnlySpan<float> row)
    {
        var n = 0;
        for (; n + 8 <= row.Length; n += 8)
        {
            var values = Vector256.Create(row[n..]);
            if (!Vector256.EqualsAll(values - values, Vector256<float>.Zero)) return false; // NaN or infinite
        }
        for (; n < row.Length; n++)
            if (!float.IsFinite(row[n])) return false;
        return true;
    }

    // Counts: their order makes no difference.
    private static int Still(ReadOnlySpan<float> row, double limit)
    {
        var (still, i) = (0, 1);
        for (; i + 8 <= row.Length; i += 8)
        {
            var (low, high) = Vector256.Widen(Vector256.Create(row[i..]));
            var (lowBefore, highBefore) = Vector256.Widen(Vector256.Create(row[(i - 1)..]));
            var limits = Vector256.Create(limit);
            still += BitOperations.PopCount(Vector256.LessThan(Vector256.Abs(low - lowBefore), limits).ExtractMostSignificantBits());
            still += BitOperations.PopCount(Vector256.LessThan(Vector256.Abs(high - highBefore), limits).ExtractMostSignificantBits());
        }
        for (; i < row.Length; i++)
            if (Math.Abs((double)row[i] - row[i - 1]) < limit) still++;
        return still;
    }

    // Noise and tones are as loud in one second as in the next; a brain is not.
    private static double Evenness(ReadOnlySpan<float> row)
    {
        double sum = 0, square = 0;
        var seconds = 0;
        Span<double> sizes = stackalloc double[SecondsAtATime];
        var start = 0;
        for (; start + SecondsAtATime * Epoch.RateHz <= row.Length; start += SecondsAtATime * Epoch.RateHz)
        {
            Sizes(row.Slice(start, SecondsAtATime * Epoch.RateHz), sizes);
            foreach (var size in sizes) Take(size);
        }
        for (; start + Epoch.RateHz <= row.Length; start += Epoch.RateHz)
        {
            var size = 0.0;
            foreach (var value in row.Slice(start, Epoch.RateHz)) size += Math.Abs((double)value);
            Take(size);
        }
        var variance = seconds < 2 ? 0 : Math.Max(0, (square - sum * sum / seconds) / (seconds - 1));
        return Log(0.02 + Math.Sqrt(variance));

        void Take(double size)
        {
            if (!(size > 0)) return; // NaN, or nothing at all
            var log = ExactMath.Log(size);
            (sum, square, seconds) = (sum + log, square + log * log, seconds + 1);
        }
    }

    // A second's sum goes on where it stands: several at a time keep the adder busy, each in its own order.
    private static void Sizes(ReadOnlySpan<float> row, Span<double> sizes)
    {
        double a = 0, b = 0, c = 0, d = 0, e = 0;
        for (var n = 0; n < Epoch.RateHz; n++)
        {
            a += Math.Abs((double)row[n]);
            b += Math.Abs((double)row[n + Epoch.RateHz]);
            c += Math.Abs((double)row[n + 2 * Epoch.RateHz]);
            d += Math.Abs((double)row[n + 3 * Epoch.RateHz]);
            e += Math.Abs((double)row[n + 4 * Epoch.RateHz]);
        }
        (sizes[0], sizes[1], sizes[2], sizes[3], sizes[4]) = (a, b, c, d, e);
    }

    // The greatest correlation of the row with itself a third of a second to two seconds later, and how much of its power is so slow.
    private static void Slow(ReadOnlySpan<float> row, double mean, double wholePower, Span<double> shape)
    {
        // Behind zeros, so that every lag may be asked for at every place: a product with one of them adds nothing.
        Span<double> padded = stackalloc double[LagRoom + Epoch.Samples / Decimation];
        padded[..LagRoom].Clear();
        var slow = padded[LagRoom..];
        var power = 0.0;
        for (var i = 0; i < slow.Length; i++)
        {
            var (sum, present) = (0.0, 0);
            for (var n = i * Decimation; n < (i + 1) * Decimation && n < row.Length; n++)
                if (!float.IsNaN(row[n])) (sum, present) = (sum + row[n] - mean, present + 1);
            slow[i] = present == 0 ? 0 : sum / present;
            power += slow[i] * slow[i];
        }
        shape[9] = Log(power / slow.Length / wholePower);
        shape[7] = 1; // nothing slower than alpha at all: as regular as can be
        if (power > 0) shape[7] = Rhythm(padded, power);
    }

    // A lag in every lane, so each is summed from its first place to its last, whatever the processor.
    private static double Rhythm(ReadOnlySpan<double> padded, double power)
    {
        var (a, b, c, d, e, f) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero,
            Vector256<double>.Zero, Vector256<double>.Zero);
        for (var i = LagRoom; i < padded.Length; i++)
        {
            var here = Vector256.Create(padded[i]);
            var before = padded.Slice(i - LagRoom, Lags); // the longest first
            a += here * Vector256.Create(before);
            b += here * Vector256.Create(before[4..]);
            c += here * Vector256.Create(before[8..]);
            d += here * Vector256.Create(before[12..]);
            e += here * Vector256.Create(before[16..]);
            f += here * Vector256.Create(before[20..]);
        }
        Span<double> products = stackalloc double[Lags];
        a.CopyTo(products);
        b.CopyTo(products[4..]);
        c.CopyTo(products[8..]);
        d.CopyTo(products[12..]);
        e.CopyTo(products[16..]);
        f.CopyTo(products[20..]);
        var best = -1.0;
        for (var lag = ShortestLag; lag <= LongestLag; lag++) best = Math.Max(best, products[LagRoom - lag] / power);
        return best;
    }
}
