namespace Streaming.Benchmarks;

/// <summary>What the line reached.</summary>
/// <param name="PerSecond">FINAL epochs, from the first block sent to the last FINAL received.</param>
/// <param name="ServiceMilliseconds">Of processor an epoch: the service, the sending beds and the watcher, which share a process.</param>
/// <param name="BrokerMilliseconds">Of processor an epoch: the broker.</param>
internal readonly record struct LineRate(double PerSecond, double ServiceMilliseconds, double BrokerMilliseconds)
{
    public double ProcessorMilliseconds => ServiceMilliseconds + BrokerMilliseconds;
}
