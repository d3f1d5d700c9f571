namespace Streaming.Core.Simulation;

/// <summary>First-order autoregression: a slowly wandering level of mean 0.</summary>
internal sealed class Drift(SeededRandom random, double memory, double deviation)
{
    private readonly double _innovation = deviation * Math.Sqrt(1 - memory * memory);
    private double _value = deviation * random.Normal();

    public double Next() => _value = memory * _value + _innovation * random.Normal();
}
