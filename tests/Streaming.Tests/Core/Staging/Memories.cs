using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Staging;

/// <summary>Memories for tests: drawn ones, and such as weigh one of their inputs alone.</summary>
internal static class Memories
{
    /// <summary>Places of the inputs: the network's logarithms, the belief's, the means of the first memory.</summary>
    public const int Network = 0, Belief = 5, Means = 10;

    public static MemorySpec Drawn(Random random)
    {
        double[] kept = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => 0.3 + 0.69 * random.NextDouble())];
        double[][] Weights() => [.. Enumerable.Range(0, 5).Select(_ => Enumerable.Range(0, MemorySpec.InputCount(kept.Length)).Select(_ => random.NextDouble() - 0.5).ToArray())];
        return new MemorySpec { Kept = kept, Final = Weights(), Revised = Weights() };
    }

    /// <summary>A stage's weight is e to the power of its own value at one place.</summary>
    public static MemorySpec Weighing(int place, double kept = 0.9)
    {
        double[][] weights = [.. Enumerable.Range(0, 5).Select(_ => new double[MemorySpec.InputCount(1)])];
        for (var stage = 0; stage < 5; stage++) weights[stage][place + stage] = 1;
        return new MemorySpec { Kept = [kept], Final = weights, Revised = weights };
    }
}
