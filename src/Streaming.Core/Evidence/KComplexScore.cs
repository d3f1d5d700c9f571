using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Whether a fit of the template is a K-complex: how far it stands out from the epoch, the seconds around it and its tallest neighbours, how quiet the
/// second before and after is, how sharply it falls, how well it fits, and whether the other EEG rows show it.</summary>
/// <remarks>A logistic rule. Its weights were fitted on simulated nights 7101 to 7109 and 7301 to 7305 against everything else that fits; what is
/// measured is measured on other nights.</remarks>
internal static class KComplexScore
{
    private const int NeighbourPlaces = 3 * KComplexDetector.RateHz, LocalPlaces = 6 * KComplexDetector.RateHz;
    private const double MostNeighbour = 4, Least = 0.05, LeastLogit = -0.4; // a chance of 0.4

    public static bool IsOne(TemplateFit fit, int place, int lane, double typical, EpochSignals signals)
    {
        var size = fit.Sizes[place];
        var epoch = Log(size / typical);
        var shape = Bent(Math.Max(0, fit.Fits[place]));
        var neighbour = Log(Math.Min(MostNeighbour, size / Math.Max(Tallest(fit, place), 1e-9)));
        var (from, to) = (Math.Max(0, place - LocalPlaces), Math.Min(fit.Sizes.Length, place + LocalPlaces));
        var local = Log(size / Typical(fit.Sizes[from..to]));
        var (rows, sizes, shapes) = Others(fit, place, lane, signals);
        var near = new KComplexSurroundings(fit, place, lane, signals);
        var logit = rows == 0
            ? 0.83 * epoch + 2.94 * shape + 0.15 * neighbour + 1.14 * local - 1.19 * Log(near.Before) - 0.80 * Log(near.After) - 2.52 * Log(near.Others)
                - 0.62 * Log(near.WaveBefore) - 0.75 * Log(near.WaveAfter) - 0.71 * near.Onset - 1.51 * near.Fall - 15.41
            : 0.78 * epoch + 2.00 * shape + 0.23 * neighbour + 0.94 * local - 0.92 * Log(near.Before) - 0.55 * Log(near.After) - 2.68 * Log(near.Others)
                - 0.50 * Log(near.WaveBefore) - 0.60 * Log(near.WaveAfter) - 0.94 * near.Onset - 0.92 * near.Fall
                + (2.21 * sizes + 1.99 * shapes) / rows - 18.11;
        return logit > LeastLogit;
    }

    /// <summary>Median size of fits, up or down.</summary>
    public static double Typical(ReadOnlySpan<double> fits)
    {
        const int Every = 3;
        Span<double> sizes = stackalloc double[(fits.Length + Every - 1) / Every];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(fits[i * Every]);
        return Math.Max(MiddleValue.Of(sizes), 1e-9);
    }

    // How large the same wave is in the other EEG rows, against this one, and how well it fits there.
    private static (int Rows, double Sizes, double Shapes) Others(TemplateFit fit, int place, int lane, EpochSignals signals)
    {
        var (rows, sizes, shapes) = (0, 0.0, 0.0);
        Span<double> window = stackalloc double[fit.Template.Weights.Length];
        for (var other = 0; other < EpochSignals.EegLanes; other++)
        {
            if (other == lane || !signals.Has(other)) continue;
            for (var i = 0; i < window.Length; i++)
                window[i] = signals.Delta[(place + i) * KComplexDetector.Every * EpochSignals.Lanes + other];
            var (size, shape) = fit.At(window);
            rows++;
            sizes += Math.Clamp(size / fit.Sizes[place], 0, 1.5);
            shapes += Bent(shape);
        }
        return (rows, sizes, shapes);
    }

    private static double Tallest(TemplateFit fit, int place)
    {
        var sizes = fit.Sizes;
        var (own, tallest) = (fit.Template.Weights.Length, 0.0);
        for (var other = Math.Max(0, place - NeighbourPlaces); other < Math.Min(sizes.Length, place + NeighbourPlaces); other++)
            if (other < place - own || other >= place + own) tallest = Math.Max(tallest, Math.Abs(sizes[other]));
        return tallest;
    }

    private static double Log(double value) => ExactMath.Log(Math.Max(value, Least));

    // Fisher's: differences among good fits count.
    private static double Bent(double correlation)
    {
        var held = Math.Clamp(correlation, -0.5, 0.99);
        return 0.5 * ExactMath.Log((1 + held) / (1 - held));
    }
}
