using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>What fills the epoch between events: alpha, or low-amplitude mixed frequency, second by second.</summary>
internal static class BackgroundMeter
{
    private const double AlphaTimesTheta = 1.5; // beta is not asked: over the scalp of a person awake it is mostly muscle
    private const double LeastAlphaPart = 0.1; // of all power
    private const double MostScales = 1.3; // "low amplitude", against the recording's own scale

    /// <summary>Share of the occipital seconds that are mostly alpha.</summary>
    public static double? AlphaShare(EpochSignals signals)
    {
        const int Lane = EpochSignals.OccipitalLane;
        return signals.Has(Lane) ? Share(signals, Lane, second => IsAlpha(signals, Lane, second)) : null;
    }

    /// <summary>Share of the seconds of low-amplitude mixed frequency, in the central row or else the first there is.</summary>
    public static double? MixedShare(EpochSignals signals, FindingList found)
    {
        var lane = signals.Has(EpochSignals.CentralLane) ? EpochSignals.CentralLane
            : signals.Has(EpochSignals.FrontalLane) ? EpochSignals.FrontalLane : EpochSignals.OccipitalLane;
        if (!signals.Has(lane)) return null;
        var limit = MostScales * signals.Unit(lane) * EpochSignals.ReferenceEegMicrovolts;
        return Share(signals, lane, second =>
            signals.Powers[PowerBand.Broad, lane, second] < limit * limit
            && signals.Powers[PowerBand.Theta, lane, second] > signals.Powers[PowerBand.Alpha, lane, second]
            && !found.Overlaps(second * Epoch.RateHz, (second + 1) * Epoch.RateHz, FindingKind.SlowWave, FindingKind.KComplex, FindingKind.Movement));
    }

    private static bool IsAlpha(EpochSignals signals, int lane, int second) =>
        signals.Powers[PowerBand.Alpha, lane, second] > AlphaTimesTheta * signals.Powers[PowerBand.Theta, lane, second]
        && signals.Powers[PowerBand.Alpha, lane, second] > LeastAlphaPart * signals.Powers[PowerBand.Broad, lane, second];

    private static double? Share(EpochSignals signals, int lane, Func<int, bool> isSo)
    {
        var (seconds, so) = (0, 0);
        for (var second = 0; second < Epoch.Seconds; second++)
        {
            if (signals.IsLost(lane, second)) continue;
            seconds++;
            so += isSo(second) ? 1 : 0;
        }
        return seconds == 0 ? null : so / (double)seconds;
    }
}
