namespace Streaming.Benchmarks;

/// <summary>What the line reached.</summary>
/// <param name="PerSecond">FINAL epochs, from the first block sent to the last FINAL received.</param>
/// <param name="ServiceMilliseconds">Of processor an epoch: the service, as shipped, in its own process.</param>
/// <param name="BedsMilliseconds">Of processor an epoch: the sending beds and the watcher.</param>
/// <param name="BrokerMilliseconds">Of processor an epoch: the broker.</param>
internal readonly record struct LineRate(double PerSecond, double ServiceMilliseconds, double BedsMilliseconds, double BrokerMilliseconds)
{
    public double ProcessorMilliseconds => ServiceMilliseconds + BedsMilliseconds + BrokerMilliseconds;
}
