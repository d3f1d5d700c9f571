using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Novelty;

/// <summary>A row's ten numbers, one sample after the other: what <see cref="Streaming.Core.Novelty.RowShape"/> must give bit for bit.</summary>
internal static class PlainRowShape
{
    private const int LeastSamples = 1000;
    private const int Decimation = 8;
    private const int ShortestLag = 4;
    private const int LongestLag = 25;
    private const double StillStep = 0.1;
    private const double Least = 1e-6;

    public static bool Measure(ReadOnlySpan<float> row, double scaleMicrovolts, Span<double> shape)
    {
        var (count, steps, bends, still) = (0, 0, 0, 0);
        double size = 0, square = 0, cube = 0, peak = 0, step = 0, bend = 0, sum = 0;
        double before = double.NaN, rise = double.NaN;
        foreach (var value in row)
        {
            double x = value;
            if (!double.IsNaN(x))
            {
                var absolute = Math.Abs(x);
                count++;
                sum += x;
                size += absolute;
                square += x * x;
                cube += x * x * x;
                peak = Math.Max(peak, absolute);
            }
            var change = x - before;
            if (!double.IsNaN(change)) (steps, step) = (steps + 1, step + Math.Abs(change));
            if (!double.IsNaN(change - rise)) (bends, bend) = (bends + 1, bend + Math.Abs(change - rise));
            (before, rise) = (x, change);
        }
        if (count < LeastSamples || steps == 0 || bends == 0 || !(size > 0) || !(step > 0) || !(scaleMicrovolts > 0)) return false;
        (size, step, bend) = (size / count, step / steps, bend / bends);
        for (var i = 1; i < row.Length; i++)
            if (Math.Abs((double)row[i] - row[i - 1]) < StillStep * step) still++;
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

    // Noise and tones are as loud in one second as in the next; a brain is not.
    private static double Evenness(ReadOnlySpan<float> row)
    {
        double sum = 0, square = 0;
        var seconds = 0;
        for (var start = 0; start + Epoch.RateHz <= row.Length; start += Epoch.RateHz)
        {
            var size = 0.0;
            foreach (var value in row.Slice(start, Epoch.RateHz)) size += Math.Abs((double)value);
            if (!(size > 0)) continue; // NaN, or nothing at all
            var log = ExactMath.Log(size);
            (sum, square, seconds) = (sum + log, square + log * log, seconds + 1);
        }
        var variance = seconds < 2 ? 0 : Math.Max(0, (square - sum * sum / seconds) / (seconds - 1));
        return Log(0.02 + Math.Sqrt(variance));
    }

    // The greatest correlation of the row with itself a third of a second to two seconds later, and how much of its power is so slow.
    private static void Slow(ReadOnlySpan<float> row, double mean, double wholePower, Span<double> shape)
    {
        Span<double> slow = stackalloc double[Epoch.Samples / Decimation];
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
        if (!(power > 0)) return;
        var best = -1.0;
        for (var lag = ShortestLag; lag <= LongestLag; lag++)
        {
            var product = 0.0;
            for (var i = lag; i < slow.Length; i++) product += slow[i] * slow[i - lag];
            best = Math.Max(best, product / power);
        }
        shape[7] = best;
    }
}
