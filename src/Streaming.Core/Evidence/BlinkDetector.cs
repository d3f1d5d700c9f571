using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Eye blinks: brief deflections of both eyes together, in trains of 0.5-2 Hz (AASM). Needs two EOG rows: one cannot tell a blink from a
/// movement.</summary>
internal static class BlinkDetector
{
    private const int Lane = EpochSignals.EyeLane;
    private const int Shoulder = 30;
    private const double LeastMicrovolts = 50, LeastTimesBackground = 5, LeastHalfWidthSeconds = 0.08, MostHalfWidthSeconds = 0.4, MostOpposition = 0.6;
    private const double MostFrontal = 1; // what is larger over the forehead than at the eyes is EEG

    public static void Find(EpochSignals signals, FindingList into)
    {
        if (!signals.HasTwoEyes) return;
        var mean = signals.EyeMean;
        var limit = Math.Max(LeastMicrovolts * signals.Unit(Lane), LeastTimesBackground * Background(mean));
        for (var n = Shoulder; n < EpochSignals.Samples - Shoulder; n++)
        {
            var height = mean[n];
            if (Math.Abs(height) < limit || !IsTop(mean, n)) continue;
            var prominence = Prominence(mean, n);
            if (prominence < limit || signals.IsLost(Lane, n - Shoulder, n + Shoulder) || Range(signals, Lane, n) > MostOpposition * prominence) continue;
            if (signals.Has(EpochSignals.FrontalLane) && Range(signals, EpochSignals.FrontalLane, n) > MostFrontal * prominence) continue;
            var (from, to) = HalfHeight(mean, n, prominence);
            if ((to - from) / (double)Epoch.RateHz is < LeastHalfWidthSeconds or > MostHalfWidthSeconds) continue;
            into.Join(FindingKind.Blink, Lane, Math.Max(0, from - 6), Math.Min(EpochSignals.Samples, to + 6), prominence);
            n = to;
        }
    }

    private static double Background(ReadOnlySpan<double> mean)
    {
        Span<double> sizes = stackalloc double[EpochSignals.Samples / 10];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(mean[i * 10]);
        return MiddleValue.Of(sizes);
    }

    private static bool IsTop(ReadOnlySpan<double> mean, int n)
    {
        for (var i = 1; i <= 8; i++)
            if (Math.Abs(mean[n - i]) > Math.Abs(mean[n]) || Math.Abs(mean[n + i]) > Math.Abs(mean[n])) return false;
        return true;
    }

    private static double Prominence(ReadOnlySpan<double> mean, int n)
    {
        var sign = Math.Sign(mean[n]);
        var (before, after) = (double.PositiveInfinity, double.PositiveInfinity);
        for (var i = 1; i <= Shoulder; i++)
        {
            before = Math.Min(before, sign * mean[n - i]);
            after = Math.Min(after, sign * mean[n + i]);
        }
        return sign * mean[n] - Math.Max(before, after);
    }

    private static double Range(EpochSignals signals, int lane, int n)
    {
        var band = signals.Delta;
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var i = n - 15; i <= n + 15; i++)
        {
            var value = band[i * EpochSignals.Lanes + lane];
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }
        return greatest - least;
    }

    private static (int From, int To) HalfHeight(ReadOnlySpan<double> mean, int n, double prominence)
    {
        var (sign, from, to) = (Math.Sign(mean[n]), n, n);
        var level = sign * mean[n] - prominence / 2;
        while (from > n - Shoulder && sign * mean[from] > level) from--;
        while (to < n + Shoulder && sign * mean[to] > level) to++;
        return (from, to);
    }
}
