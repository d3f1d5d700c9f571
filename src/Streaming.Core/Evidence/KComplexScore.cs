using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Whether a fit of the template is a K-complex: how far it stands out from the epoch, the seconds around it and its tallest neighbour, how well it
/// fits, and whether the other EEG rows show it.</summary>
/// <remarks>A logistic rule. Its weights were fitted on simulated nights 7101 to 7106 (K-complexes whose height is at least five deviations of what is
/// around them, against everything but single slow waves of N2 that are as tall); what is measured is measured on other nights.</remarks>
internal static class KComplexScore
{
    private const int NeighbourPlaces = 3 * KComplexDetector.RateHz, LocalPlaces = 6 * KComplexDetector.RateHz;
    private const double MostNeighbour = 4, Least = 0.05, LeastLogit = -0.85; // a chance of 0.3

    public static bool IsOne(TemplateFit fit, int place, int lane, double typical, EpochSignals signals)
    {
        var size = fit.Size(place, lane);
        var epoch = Log(size / typical);
        var shape = Bent(Math.Max(0, fit.Fit(place, lane)));
        var neighbour = Log(Math.Min(MostNeighbour, size / Math.Max(Tallest(fit, place, lane), 1e-9)));
        var local = Log(size / Math.Max(Typical(fit, place - LocalPlaces, place + LocalPlaces, lane), 1e-9));
        var (rows, sizes, shapes) = (0, 0.0, 0.0);
        for (var other = 0; other < EpochSignals.EegLanes; other++)
        {
            if (other == lane || !signals.Has(other)) continue;
            rows++;
            sizes += Math.Clamp(fit.Size(place, other) / size, 0, 1.5);
            shapes += Bent(fit.Fit(place, other));
        }
        var logit = rows == 0
            ? 1.94 * epoch + 2.29 * shape + 1.16 * neighbour + 2.76 * local - 15.76
            : 2.3 * epoch + 1.42 * shape + 1.07 * neighbour + 2.31 * local + (3.73 * sizes + 1.87 * shapes) / rows - 20.18;
        return logit > LeastLogit;
    }

    /// <summary>Median size of the fits, up or down, from one place to another.</summary>
    public static double Typical(TemplateFit fit, int from, int to, int lane)
    {
        const int Every = 3;
        (from, to) = (Math.Max(0, from), Math.Min(fit.Count, to));
        Span<double> sizes = stackalloc double[(to - from + Every - 1) / Every];
        for (var i = 0; i < sizes.Length; i++) sizes[i] = Math.Abs(fit.Size(from + i * Every, lane));
        sizes.Sort();
        return sizes[sizes.Length / 2];
    }

    private static double Tallest(TemplateFit fit, int place, int lane)
    {
        var tallest = 0.0;
        var own = fit.Template.Weights.Length;
        for (var other = Math.Max(0, place - NeighbourPlaces); other < Math.Min(fit.Count, place + NeighbourPlaces); other++)
            if (other < place - own || other >= place + own) tallest = Math.Max(tallest, Math.Abs(fit.Size(other, lane)));
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
