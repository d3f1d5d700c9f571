namespace Streaming.Benchmarks;

/// <summary>Of measured times.</summary>
internal static class Percentile
{
    /// <summary>The smallest of the times that so large a share does not exceed.</summary>
    public static double Of(IEnumerable<double> times, double share)
    {
        double[] sorted = [.. times.Order()];
        return sorted.Length == 0 ? double.NaN : sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
