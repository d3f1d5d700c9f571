using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Slow waves: 0.5-2 Hz and at least 75 µV peak to peak (AASM), as whole waves between zero crossings (Massimini et al. 2004,
/// J Neurosci 24:6862-6870).</summary>
/// <remarks>Without trusted microvolts the limit is 75 parts of a typical scale, taken from this recording's running scale.</remarks>
internal static class SlowWaveDetector
{
    private const double LeastMicrovolts = 75, LeastSeconds = 0.5, MostSeconds = 2;

    /// <summary>Adds each wave; gives what they amount to in the first lane there is: frontal, central, occipital.</summary>
    public static SlowActivity? Find(EpochSignals signals, Observed observed, List<HalfWave> waves, FindingList into)
    {
        var lane = observed.Frontal ? 0 : observed.Central ? 1 : 2;
        if (!signals.Has(lane)) return null;
        var limit = LeastMicrovolts * signals.Unit(lane);
        HalfWave.Find(signals.Slow, lane, waves);
        var (count, seconds, total) = (0, 0.0, 0.0);
        foreach (var wave in waves)
        {
            if (wave.Seconds is < LeastSeconds or > MostSeconds || signals.IsLost(lane, wave.Start, wave.End)) continue;
            var tall = PeakToPeak(signals.Delta, lane, wave);
            if (tall < limit) continue;
            into.Join(FindingKind.SlowWave, lane, wave.Start, wave.End, tall);
            (count, seconds, total) = (count + 1, seconds + wave.Seconds, total + tall);
        }
        return new SlowActivity(EpochSignals.RowOf(lane), count, seconds / Epoch.Seconds, count > 0 ? total / count : 0, observed.Microvolts);
    }

    private static double PeakToPeak(ReadOnlySpan<double> band, int lane, HalfWave wave)
    {
        var (least, greatest) = (0.0, 0.0);
        for (var n = wave.Start; n < wave.End; n++)
        {
            var value = band[n * EpochSignals.Lanes + lane];
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }
        return greatest - least;
    }
}
