using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Rapid eye movements: sharp deflections that begin within 0.5 s, opposite at the two eyes (AASM).</summary>
/// <remarks>After Agarwal et al. 2005 (IEEE Trans Biomed Eng 52:1390-1396): the movement must be steep against the epoch's own background and
/// opposite in the two rows. With one EOG row steepness is all there is, and the result is not called conjugate. Most of the way is made at once (a slow
/// eye movement is steep nowhere), and what is full of muscle is no movement of the eyes. When a gaze comes back is not to be seen (it may be held, and the
/// amplifier lets it sink): each movement is given 1.1 s, and those that follow sooner are one burst with it.</remarks>
internal static class RapidEyeMovementDetector
{
    private const int Lane = EpochSignals.EyeLane;
    private const int Step = 12; // the deflection's rise is looked at over 0.12 s
    private const int MostSamples = 120, BurstSamples = 110, BesideSamples = 40;
    private const int MostDeflectionSamples = 50; // under 0.5 s, as the definition has it
    private const double LeastMicrovolts = 12, MostMicrovolts = 600, LeastTimesBackground = 7, LeastOpposition = 1.4, EndShare = 0.35, LeastSpeed = 0.15;
    private const double MostWay = 2.25, MostMuscle = 0.45; // of the whole deflection, and of what is faster than 4 Hz, in rises

    public static void Find(EpochSignals signals, FindingList into)
    {
        if (!signals.Has(Lane)) return;
        var band = signals.Delta;
        var limit = Math.Max(LeastMicrovolts * signals.Unit(Lane), LeastTimesBackground * Background(band));
        for (var n = Step; n < EpochSignals.Samples; n++)
        {
            var rise = Rise(band, n);
            if (Math.Abs(rise) < limit) continue;
            if (Math.Abs(rise) > MostMicrovolts * signals.Unit(Lane)) n += MostSamples; // no eye does that: an electrode
            if (n >= EpochSignals.Samples) break;
            rise = Rise(band, n);
            if (Math.Abs(rise) < limit) continue;
            while (n + 1 < EpochSignals.Samples && Math.Abs(Rise(band, n + 1)) >= Math.Abs(rise) && Rise(band, n + 1) * rise > 0) rise = Rise(band, ++n);
            var end = End(band, n - Step, n, rise);
            if (IsOne(signals, n, end, rise))
                into.Join(FindingKind.RapidEyeMovement, Lane, n - Step, Math.Min(EpochSignals.Samples, n - Step + BurstSamples), Math.Abs(rise));
            n = Math.Max(n, Math.Min(end, n + 20));
        }
    }

    private static bool IsOne(EpochSignals signals, int n, int end, double rise)
    {
        var (samples, way) = Deflection(signals.Delta, n, rise);
        return samples <= MostDeflectionSamples && way <= MostWay * Math.Abs(rise) && IsOpposite(signals, n, rise)
            && Fast(signals, n - Step, n) <= MostMuscle * MostMuscle * rise * rise && !signals.IsLost(Lane, n - Step, end);
    }

    private static double Rise(ReadOnlySpan<double> band, int n) =>
        band[n * EpochSignals.Lanes + Lane] - band[(n - Step) * EpochSignals.Lanes + Lane];

    // Median of |rise|: the movements themselves are few.
    private static double Background(ReadOnlySpan<double> band)
    {
        Span<double> sizes = stackalloc double[EpochSignals.Samples / 10];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = i < 2 ? 0 : Math.Abs(Rise(band, i * 10));
        return MiddleValue.Of(sizes);
    }

    private static bool IsOpposite(EpochSignals signals, int n, double rise)
    {
        if (!signals.HasTwoEyes) return true;
        var mean = signals.EyeMean;
        var (now, before) = (0.0, 0.0);
        for (var i = -3; i <= 3; i++)
        {
            now += mean[Math.Clamp(n + i, 0, EpochSignals.Samples - 1)];
            before += mean[Math.Clamp(n - Step + i, 0, EpochSignals.Samples - 1)];
        }
        return Math.Abs(rise) >= LeastOpposition * Math.Abs(now - before) / 7;
    }

    // Samples over which the eye goes on moving one way, at no less than a share of its mean speed over the rise, and how far it moves meanwhile, µV.
    private static (int Samples, double Way) Deflection(ReadOnlySpan<double> band, int top, double rise)
    {
        const int Short = 4;
        double Speed(ReadOnlySpan<double> samples, int n) =>
            samples[n * EpochSignals.Lanes + Lane] - samples[(n - Short) * EpochSignals.Lanes + Lane];
        var least = LeastSpeed * Math.Abs(rise) * Short / Step;
        var (first, last) = (top, top);
        while (first > Short && top - first < 2 * MostDeflectionSamples && Speed(band, first) * Math.Sign(rise) > least) first--;
        while (last + 1 < EpochSignals.Samples && last - top < 2 * MostDeflectionSamples && Speed(band, last) * Math.Sign(rise) > least) last++;
        var from = Math.Max(0, first - Short);
        return (last - first, Math.Abs(band[last * EpochSignals.Lanes + Lane] - band[from * EpochSignals.Lanes + Lane]));
    }

    // Mean square of what is faster than 4 Hz.
    private static double Fast(EpochSignals signals, int from, int top)
    {
        var broad = signals.Broad;
        var delta = signals.Delta;
        var (sum, count) = (0.0, 0);
        for (var n = Math.Max(0, from - BesideSamples); n < Math.Min(EpochSignals.Samples, top + BesideSamples); n++, count++)
        {
            var fast = broad[n * EpochSignals.Lanes + Lane] - delta[n * EpochSignals.Lanes + Lane];
            sum += fast * fast;
        }
        return sum / count;
    }

    // Until the eye has come most of the way back, or looks elsewhere.
    private static int End(ReadOnlySpan<double> band, int from, int top, double rise)
    {
        var origin = band[from * EpochSignals.Lanes + Lane];
        var height = band[top * EpochSignals.Lanes + Lane] - origin;
        var to = top;
        while (to + 1 < EpochSignals.Samples && to - from < MostSamples
            && (band[to * EpochSignals.Lanes + Lane] - origin) * Math.Sign(rise) > EndShare * Math.Abs(height)) to++;
        return Math.Max(to, top + 1);
    }
}
