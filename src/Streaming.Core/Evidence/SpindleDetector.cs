using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Sleep spindles: trains of 11-16 Hz of at least 0.5 s, by the four features of A7.</summary>
/// <remarks>Lacourse et al. 2019 (J Neurosci Methods 316:3-11): in windows of 0.3 s every 0.1 s, sigma power, its share of the power above 4 Hz,
/// its covariance and its correlation with the signal must all be high; share and covariance are z-scored against the epoch itself, whose
/// outer tenths are left out. Here the signal is taken without its slow part, so that slow waves do not hide spindles.</remarks>
internal static class SpindleDetector
{
    private const int BlockSamples = SpindleFeatures.BlockSamples, WindowBlocks = SpindleFeatures.WindowBlocks, Windows = SpindleFeatures.Windows;
    private const double LeastPower = 1.25, LeastShareZ = 1.3, LeastCovarianceZ = 1.3, LeastCorrelation = 0.69;
    private const double AlmostLeastPower = 17.7; // 10 to the power of LeastPower, a little less: asked before logarithms are taken
    private const double LeastSeconds = 0.5, MostSeconds = 2.5;
    private const int LeastRun = 3; // windows of the shortest spindle
    private const double LeastContrast = 0.9; // of the best window over the epoch's median, log10 of power: chance never lasts and is never this tall

    public static void Find(EpochSignals signals, FindingList into)
    {
        var features = SpindleFeatures.OfThisThread;
        features.Take(signals);
        for (var lane = 0; lane < EpochSignals.EegLanes; lane++)
        {
            // Central and frontal; the occipital row only where it is all there is.
            if (!signals.Has(lane) || (lane == (int)DerivationRow.Occipital && (signals.Has(0) || signals.Has(1)))) continue;
            if (features.TryRead(lane, signals.Unit(lane), AlmostLeastPower, LeastCorrelation, LeastRun)) Find(signals, lane, features, into);
        }
    }

    private static void Find(EpochSignals signals, int lane, SpindleFeatures features, FindingList into)
    {
        var (sigma, share, covariance, correlation) = (features.Sigma, features.Share, features.Covariance, features.Correlation);
        var median = Median(sigma);
        Standardise(share);
        Standardise(covariance);
        for (var window = 0; window < Windows; window++)
        {
            if (!Is(window, sigma, share, covariance, correlation)) continue;
            var last = window;
            while (last + 1 < Windows && Is(last + 1, sigma, share, covariance, correlation)) last++;
            var (from, to) = (window * BlockSamples, (last + WindowBlocks) * BlockSamples);
            var seconds = (to - from) / (double)Epoch.RateHz;
            if (seconds is >= LeastSeconds and <= MostSeconds && Greatest(sigma.AsSpan(window, last + 1 - window)) - median >= LeastContrast
                && !signals.IsLost(lane, from, to))
                Add(signals, lane, from, to, into);
            window = last;
        }
    }

    private static bool Is(
        int window, ReadOnlySpan<double> sigma, ReadOnlySpan<double> share, ReadOnlySpan<double> covariance, ReadOnlySpan<double> correlation) =>
        sigma[window] > LeastPower && share[window] > LeastShareZ && covariance[window] > LeastCovarianceZ && correlation[window] > LeastCorrelation;

    private static double Median(ReadOnlySpan<double> values)
    {
        Span<double> sorted = stackalloc double[Windows];
        values.CopyTo(sorted);
        sorted.Sort();
        return sorted[Windows / 2];
    }

    private static double Greatest(ReadOnlySpan<double> values)
    {
        var greatest = values[0];
        foreach (var value in values) greatest = Math.Max(greatest, value);
        return greatest;
    }

    private static void Standardise(Span<double> values)
    {
        const int Outer = Windows / 10;
        Span<double> sorted = stackalloc double[Windows];
        values.CopyTo(sorted);
        sorted.Sort();
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in sorted[Outer..^Outer]) (sum, squares) = (sum + value, squares + value * value);
        var mean = sum / (Windows - 2 * Outer);
        var deviation = Math.Sqrt(Math.Max(squares / (Windows - 2 * Outer) - mean * mean, 1e-12));
        foreach (ref var value in values) value = (value - mean) / deviation;
    }

    private static void Add(EpochSignals signals, int lane, int from, int to, FindingList into)
    {
        var (least, greatest, crossings) = (0.0, 0.0, 0);
        var band = signals.Sigma;
        for (var n = from; n < to; n++)
        {
            var value = band[n * EpochSignals.Lanes + lane];
            (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
            if (n > from && band[(n - 1) * EpochSignals.Lanes + lane] < 0 && value >= 0) crossings++;
        }
        into.Join(FindingKind.Spindle, lane, from, to, greatest - least, crossings * Epoch.RateHz / (double)(to - from));
    }
}
