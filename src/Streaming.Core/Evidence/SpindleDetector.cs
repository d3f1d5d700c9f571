using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Sleep spindles: trains of 11-16 Hz of at least 0.5 s (AASM), frontal and central rows together.</summary>
/// <remarks>After A7 (Lacourse et al. 2019, J Neurosci Methods 316:3-11): windows of 0.3 s every 0.1 s whose sigma power stands out of the epoch and correlates
/// with the signal; the signal is taken without its slow part, so that slow waves do not hide spindles. A run of such windows is judged by a logistic
/// rule, whose weights were fitted on simulated nights 7101 to 7106; what is measured is measured on other nights.</remarks>
internal static class SpindleDetector
{
    private const int BlockSamples = SpindleFeatures.BlockSamples, WindowBlocks = SpindleFeatures.WindowBlocks;
    private const double LeastCorrelation = 0.62, LeastSigma = 2.8184; // 10 to the power of 0.45
    private const double LeastSeconds = 0.5, MostSeconds = 3.2, LeastMicrovolts = 8;
    private const double Log10 = 2.302585092994046, LeastLogit = -0.4; // a chance of 0.4

    public static void Find(EpochSignals signals, FindingList into)
    {
        var (first, last) = (EpochSignals.FrontalLane, EpochSignals.CentralLane);
        // The occipital row only where it is all there is.
        if (!signals.Has(first) && !signals.Has(last)) first = last = EpochSignals.OccipitalLane;
        if (!signals.Has(first) && !signals.Has(last)) return;
        var features = SpindleFeatures.OfThisThread;
        features.Read(signals, first, last);
        for (var window = 0; window < SpindleFeatures.Windows; window++)
        {
            if (!Is(features, window)) continue;
            var end = window + 1;
            while (end < SpindleFeatures.Windows && Is(features, end)) end++;
            var (from, to) = (window * BlockSamples, (end - 1 + WindowBlocks) * BlockSamples);
            if ((to - from) / (double)Epoch.RateHz is >= LeastSeconds and <= MostSeconds && IsOne(features, window, end)) Add(signals, (first, last), from, to, into);
            window = end;
        }
    }

    private static bool Is(SpindleFeatures features, int window) =>
        features.Correlation[window] > LeastCorrelation && features.Sigma[window] > LeastSigma;

    private static bool IsOne(SpindleFeatures features, int from, int end)
    {
        var (tallest, mean, best, usual) = (0.0, 0.0, 0.0, 0.0);
        for (var window = from; window < end; window++)
        {
            var power = ExactMath.Log(features.Sigma[window]) / Log10;
            tallest = Math.Max(tallest, power);
            mean += power / (end - from);
            best = Math.Max(best, features.Correlation[window]);
            usual += features.Correlation[window] / (end - from);
        }
        var seconds = (end - from - 1 + WindowBlocks) * BlockSamples / (double)Epoch.RateHz;
        return 8.78 * tallest + 1.83 * mean + 0.75 * best + 0.29 * usual - 0.92 * seconds - 10.61 > LeastLogit;
    }

    // The row where it is tallest names it.
    private static void Add(EpochSignals signals, (int First, int Last) lanes, int from, int to, FindingList into)
    {
        for (var lane = lanes.First; lane <= lanes.Last; lane++)
        {
            if (!signals.Has(lane) || signals.IsLost(lane, from, to)) continue;
            var (least, greatest, crossings) = (0.0, 0.0, 0);
            var band = signals.Sigma;
            for (var n = from; n < to; n++)
            {
                var value = band[n * EpochSignals.Lanes + lane];
                (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
                if (n > from && band[(n - 1) * EpochSignals.Lanes + lane] < 0 && value >= 0) crossings++;
            }
            if (greatest - least < LeastMicrovolts * signals.Unit(lane)) continue;
            into.Join(FindingKind.Spindle, lane, from, to, greatest - least, crossings * Epoch.RateHz / (double)(to - from));
        }
    }
}
