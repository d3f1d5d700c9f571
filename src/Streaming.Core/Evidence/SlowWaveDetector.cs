using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Slow waves: 0.5-2 Hz and at least 75 µV peak to peak (AASM), as whole waves between zero crossings (Massimini et al. 2004,
/// J Neurosci 24:6862-6870).</summary>
/// <remarks>The row's high-pass bends slow waves, so that they cross zero elsewhere; its phase is undone first. Without trusted microvolts the limit is 75
/// parts of a typical scale, taken from this recording's running scale.</remarks>
internal static class SlowWaveDetector
{
    /// <summary>What makes a wave a slow wave, peak to peak and from zero to zero.</summary>
    public const double LeastMicrovolts = 75, LeastSeconds = 0.5, MostSeconds = 2;

    /// <summary>Adds each wave; gives what they amount to in the first lane there is: frontal, central, occipital.</summary>
    public static SlowActivity? Find(EpochSignals signals, Observed observed, List<HalfWave> waves, FindingList into)
    {
        var lane = observed.Frontal ? EpochSignals.FrontalLane : observed.Central ? EpochSignals.CentralLane : EpochSignals.OccipitalLane;
        if (!signals.Has(lane)) return null;
        var limit = LeastMicrovolts * signals.Unit(lane);
        HalfWave.Find(signals.UnbentSlow, lane, waves);
        var (count, seconds, total) = (0, 0.0, 0.0);
        foreach (var wave in waves)
        {
            if (wave.Seconds is < LeastSeconds or > MostSeconds || signals.IsLost(lane, wave.Start, wave.End)) continue;
            var tall = PeakToPeak(signals.UnbentDelta, lane, wave.Start, wave.End);
            if (tall < limit) continue;
            into.Join(FindingKind.SlowWave, lane, wave.Start, wave.End, tall);
            (count, seconds, total) = (count + 1, seconds + wave.Seconds, total + tall);
        }
        seconds += Cut(signals, lane, limit, waves, into);
        return new SlowActivity(EpochSignals.RowOf(lane), count, Math.Min(1, seconds / Epoch.Seconds), count > 0 ? total / count : 0, observed.Microvolts);
    }

    // Where the epoch's border cuts a wave, its part here counts if the part alone is tall enough. Up to two an epoch would else be left out.
    private static double Cut(EpochSignals signals, int lane, double limit, List<HalfWave> waves, FindingList into)
    {
        if (waves.Count == 0) return 0;
        var seconds = 0.0;
        foreach (var (from, to) in (ReadOnlySpan<(int, int)>)[(0, waves[0].Start), (waves[^1].End, EpochSignals.Samples)])
        {
            if (to <= from || to - from > MostSeconds * Epoch.RateHz || signals.IsLost(lane, from, to - 1)) continue;
            var tall = PeakToPeak(signals.UnbentDelta, lane, from, to);
            if (tall < limit) continue;
            into.Join(FindingKind.SlowWave, lane, from, to, tall);
            seconds += (to - from) / (double)Epoch.RateHz;
        }
        return seconds;
    }

    private static double PeakToPeak(ReadOnlySpan<double> band, int lane, int from, int to)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var n = from; n < to; n++)
        {
            var value = band[n * EpochSignals.Lanes + lane];
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        }
        return greatest - least;
    }
}
