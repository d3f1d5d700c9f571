using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Vertex sharp waves: a sharp negative wave of less than 0.5 s, largest at the centre (AASM). Needs the central row.</summary>
internal static class VertexWaveDetector
{
    private const int Lane = EpochSignals.CentralLane;
    private const int Shoulder = 25; // a quarter second to either side
    private const double LeastMicrovolts = 50, LeastHalfWidthSeconds = 0.04, MostHalfWidthSeconds = 0.16, LeastTimesBackground = 14;

    public static void Find(EpochSignals signals, FindingList into)
    {
        if (!signals.Has(Lane)) return;
        var limit = Math.Max(LeastMicrovolts * signals.Unit(Lane), LeastTimesBackground * Background(signals));
        var broad = signals.Broad;
        for (var n = Shoulder; n < EpochSignals.Samples - Shoulder; n++)
        {
            if (!IsTrough(broad, n)) continue;
            var (trough, prominence) = (At(signals, n, Lane), Prominence(signals, n));
            if (prominence < limit || !IsCentral(signals, n, prominence)) continue;
            var width = HalfWidth(signals, n, trough + prominence / 2);
            if (width is < LeastHalfWidthSeconds or > MostHalfWidthSeconds || signals.IsLost(Lane, n - Shoulder, n + Shoulder)) continue;
            if (into.Overlaps(n - 15, n + 15, FindingKind.KComplex, FindingKind.SlowWave, FindingKind.Spindle)) continue;
            into.Join(FindingKind.VertexWave, Lane, n - 15, n + 20, prominence);
            n += Shoulder;
        }
    }

    // Median size of what is left without the slow waves.
    private static double Background(EpochSignals signals)
    {
        Span<double> sizes = stackalloc double[EpochSignals.Samples / 5];
        var slow = signals.Slow;
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(At(signals, i * 5, Lane) - slow[i * 5 * EpochSignals.Lanes + Lane]);
        return MiddleValue.Of(sizes);
    }

    private static double At(EpochSignals signals, int n, int lane) => signals.Smoothed[n * EpochSignals.Lanes + lane];

    private static bool IsTrough(ReadOnlySpan<double> broad, int n)
    {
        double Raw(ReadOnlySpan<double> samples, int i) => samples[i * EpochSignals.Lanes + Lane];
        var here = Raw(broad, n);
        return here < 0 && here <= Raw(broad, n - 1) && here <= Raw(broad, n + 1) && here <= Raw(broad, n - 5) && here <= Raw(broad, n + 5);
    }

    private static double Prominence(EpochSignals signals, int n, int lane = Lane)
    {
        var (before, after) = (double.NegativeInfinity, double.NegativeInfinity);
        var smooth = signals.Smoothed;
        for (var i = 5; i <= Shoulder; i += 2)
        {
            before = Math.Max(before, smooth[(n - i) * EpochSignals.Lanes + lane]);
            after = Math.Max(after, smooth[(n + i) * EpochSignals.Lanes + lane]);
        }
        return Math.Min(before, after) - At(signals, n, lane);
    }

    private static bool IsCentral(EpochSignals signals, int n, double prominence)
    {
        for (var lane = 0; lane < EpochSignals.EegLanes; lane++)
            if (lane != Lane && signals.Has(lane) && Prominence(signals, n, lane) > prominence) return false;
        return true;
    }

    private static double HalfWidth(EpochSignals signals, int n, double level)
    {
        var (from, to) = (n, n);
        while (from > n - Shoulder && At(signals, from, Lane) < level) from--;
        while (to < n + Shoulder && At(signals, to, Lane) < level) to++;
        return (to - from) / (double)Epoch.RateHz;
    }
}
