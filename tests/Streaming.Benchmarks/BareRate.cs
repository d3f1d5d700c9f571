namespace Streaming.Benchmarks;

/// <summary>What a bare loop reached in its best layout.</summary>
/// <param name="PerSecond">Pictures.</param>
/// <param name="ProcessorMilliseconds">A picture, over all cores, in the layout that took least.</param>
internal readonly record struct BareRate(double PerSecond, double ProcessorMilliseconds)
{
    public static BareRate None { get; } = new(0, double.PositiveInfinity);

    /// <summary>The better of both, each for itself: the rival is given its better half.</summary>
    public BareRate Or(BareRate other) =>
        new(Math.Max(PerSecond, other.PerSecond), Math.Min(ProcessorMilliseconds, other.ProcessorMilliseconds));
}
