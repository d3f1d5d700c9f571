namespace Streaming.Core.Hypnogram;

/// <summary>How a figure varies from subject to subject, or from seed to seed.</summary>
/// <param name="Count">Values that are numbers; the others are left out.</param>
/// <param name="Deviation">Sample standard deviation; NaN for fewer than two.</param>
public sealed record Spread(int Count, double Mean, double Deviation, double Least, double LowerQuartile, double Median, double UpperQuartile, double Greatest)
{
    /// <summary>Of any values; all figures are NaN where none is a number.</summary>
    public static Spread Of(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Where(value => !double.IsNaN(value)).Order()];
        var mean = sorted.Length == 0 ? double.NaN : sorted.Average();
        var deviation = sorted.Length < 2 ? double.NaN : Math.Sqrt(sorted.Sum(value => (value - mean) * (value - mean)) / (sorted.Length - 1));
        double At(double share) => Quantile(sorted, share);
        return new Spread(sorted.Length, mean, deviation, At(0), At(0.25), At(0.5), At(0.75), At(1));
    }

    /// <summary>The value below which a share of the values lies, by linear interpolation; NaN of nothing.</summary>
    /// <param name="sorted">Ascending.</param>
    /// <param name="share">0..1.</param>
    public static double Quantile(IReadOnlyList<double> sorted, double share)
    {
        if (sorted.Count == 0) return double.NaN;
        var place = share * (sorted.Count - 1);
        var below = (int)place;
        return below + 1 < sorted.Count ? sorted[below] + (place - below) * (sorted[below + 1] - sorted[below]) : sorted[below];
    }
}
