using Streaming.Core.Hypnogram;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>What the recording holds in a stretch of time, in microvolts. Null: no such row, or nothing of it was received.</summary>
public sealed record CalibrationMeasures
{
    /// <summary>Median over the seconds of the root mean square of 8-13 Hz: occipital, else central, else frontal.</summary>
    public double? AlphaMicrovolts { get; private init; }

    /// <summary>The derivation that <see cref="AlphaMicrovolts"/> was measured in.</summary>
    public string AlphaDerivation { get; private init; } = "";

    /// <summary>Below 4 Hz, from the 2.5th to the 97.5th percentile; of two eyes the larger.</summary>
    public double? EyeMicrovolts { get; private init; }

    /// <summary>Of both eyes, -1..1; null where one was not recorded, or lies still.</summary>
    public double? EyeCorrelation { get; private init; }

    /// <summary>Median over the seconds of the root mean square of the chin row.</summary>
    public double? ChinMicrovolts { get; private init; }

    /// <summary>The same, 90th percentile: a clench does not last the whole stretch.</summary>
    public double? ChinPeakMicrovolts { get; private init; }

    /// <param name="epochs">Closed ones that together cover the stretch; what they do not cover is not measured.</param>
    /// <param name="fromSeconds">Study time.</param>
    /// <param name="toSeconds">Study time, after <paramref name="fromSeconds"/>.</param>
    public static CalibrationMeasures Of(IReadOnlyList<Epoch> epochs, double fromSeconds, double toSeconds)
    {
        DerivationRow[] rows = [DerivationRow.Occipital, DerivationRow.Central, DerivationRow.Frontal];
        var alphaRow = rows.FirstOrDefault(row => epochs.Any(epoch => epoch.Rows[(int)row] is not null), DerivationRow.Occipital);
        var alpha = Tones(epochs, alphaRow, EvidenceFilters.Alpha, fromSeconds, toSeconds);
        var chin = Tones(epochs, DerivationRow.Chin, [], fromSeconds, toSeconds);
        var left = Samples(epochs, DerivationRow.LeftEye, EvidenceFilters.Delta, fromSeconds, toSeconds);
        var right = Samples(epochs, DerivationRow.RightEye, EvidenceFilters.Delta, fromSeconds, toSeconds);
        return new CalibrationMeasures
        {
            AlphaMicrovolts = Quantile(alpha, 0.5),
            AlphaDerivation = alpha.Count == 0 ? "" : epochs.Select(epoch => epoch.Derivations[(int)alphaRow]?.Name).FirstOrDefault(name => name is not null) ?? "",
            EyeMicrovolts = Larger(Range(left), Range(right)),
            EyeCorrelation = Correlation(left, right),
            ChinMicrovolts = Quantile(chin, 0.5),
            ChinPeakMicrovolts = Quantile(chin, 0.9),
        };
    }

    /// <summary>Root mean square of every whole second of the stretch of which nothing was lost, ascending.</summary>
    private static List<double> Tones(IReadOnlyList<Epoch> epochs, DerivationRow row, BiquadCoefficients[] filter, double from, double to)
    {
        var samples = Samples(epochs, row, filter, from, to);
        var tones = new List<double>();
        foreach (var second in samples.Chunk(Epoch.RateHz))
        {
            var power = second.Sum(value => (double)value * value) / Epoch.RateHz;
            if (second.Length == Epoch.RateHz && !double.IsNaN(power)) tones.Add(Math.Sqrt(power));
        }
        tones.Sort();
        return tones;
    }

    /// <summary>The row's samples of the stretch, filtered causally; NaN where lost.</summary>
    private static List<float> Samples(IReadOnlyList<Epoch> epochs, DerivationRow row, BiquadCoefficients[] filter, double from, double to)
    {
        var samples = new List<float>();
        foreach (var epoch in epochs)
        {
            if (epoch.Rows[(int)row] is not { } all) continue;
            var (start, cascade) = ((double)epoch.StartSeconds, new BiquadCascade(filter));
            var held = all.FirstOrDefault(value => !float.IsNaN(value));
            cascade.Settle(held);
            for (var n = 0; n < all.Length; n++)
            {
                // A lost sample keeps the last value, so that no step is seen.
                if (!float.IsNaN(all[n])) held = all[n];
                var filtered = (float)cascade.Next(held);
                var at = start + (double)n / Epoch.RateHz;
                if (at >= from - 1e-9 && at < to - 1e-9) samples.Add(float.IsNaN(all[n]) ? float.NaN : filtered);
            }
        }
        return samples;
    }

    private static double? Range(List<float> samples)
    {
        var sorted = samples.Where(value => !float.IsNaN(value)).Select(value => (double)value).Order().ToList();
        return Quantile(sorted, 0.975) - Quantile(sorted, 0.025);
    }

    private static double? Quantile(List<double> sorted, double share) => sorted.Count == 0 ? null : Spread.Quantile(sorted, share);

    private static double? Larger(double? one, double? other) => one is null || other > one ? other : one;

    private static double? Correlation(List<float> left, List<float> right)
    {
        if (left.Count != right.Count) return null;
        var pairs = left.Zip(right).Where(pair => !float.IsNaN(pair.First + pair.Second)).ToList();
        if (pairs.Count < Epoch.RateHz) return null;
        var (meanLeft, meanRight) = (pairs.Average(pair => (double)pair.First), pairs.Average(pair => (double)pair.Second));
        var (product, squareLeft, squareRight) = (0.0, 0.0, 0.0);
        foreach (var (one, other) in pairs)
        {
            product += (one - meanLeft) * (other - meanRight);
            squareLeft += (one - meanLeft) * (one - meanLeft);
            squareRight += (other - meanRight) * (other - meanRight);
        }
        return squareLeft > 0 && squareRight > 0 ? product / Math.Sqrt(squareLeft * squareRight) : null;
    }
}
