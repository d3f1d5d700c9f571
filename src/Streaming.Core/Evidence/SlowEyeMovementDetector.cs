using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Slow eye movements: conjugate, fairly regular, sinusoidal, the first deflection lasting more than 0.5 s (AASM).</summary>
internal static class SlowEyeMovementDetector
{
    private const int Lane = EpochSignals.EyeLane;
    private const double LeastMicrovolts = 25, LeastSeconds = 1, MostSeconds = 6, LeastDeflectionSeconds = 0.5, LeastTimesMean = 1.5;

    public static void Find(EpochSignals signals, List<HalfWave> waves, FindingList into)
    {
        if (!signals.Has(Lane)) return;
        HalfWave.Find(signals.Slow, Lane, waves);
        foreach (var wave in waves)
        {
            if (wave.Seconds is < LeastSeconds or > MostSeconds || wave.PeakToPeak < LeastMicrovolts * signals.Unit(Lane)) continue;
            if ((wave.Peak - wave.Trough) / (double)Epoch.RateHz < LeastDeflectionSeconds || signals.IsLost(Lane, wave.Start, wave.End)) continue;
            if (!into.Overlaps(wave.Start, wave.End, FindingKind.RapidEyeMovement) && IsOpposite(signals, wave))
                into.Join(FindingKind.SlowEyeMovement, Lane, wave.Start, wave.End, wave.PeakToPeak);
        }
    }

    private static bool IsOpposite(EpochSignals signals, HalfWave wave)
    {
        if (!signals.HasTwoEyes) return true;
        var mean = signals.EyeMean;
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var n = wave.Start; n + 10 < wave.End; n += 10)
        {
            var sum = 0.0;
            foreach (var value in mean.Slice(n, 10)) sum += value;
            (least, greatest) = (Math.Min(least, sum / 10), Math.Max(greatest, sum / 10));
        }
        return wave.PeakToPeak >= LeastTimesMean * (greatest - least);
    }
}
