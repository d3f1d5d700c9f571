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
        double At(double share) => Bootstrap.Quantile(sorted, share);
        return new Spread(sorted.Length, mean, deviation, At(0), At(0.25), At(0.5), At(0.75), At(1));
    }
}
