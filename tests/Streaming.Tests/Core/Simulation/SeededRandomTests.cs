using Streaming.Core.Simulation;

namespace Streaming.Tests.Core.Simulation;

public sealed class SeededRandomTests
{
    [Fact]
    public void Numbers_are_fixed_by_the_seed_for_good()
    {
        // From an independent implementation: a change would silently change every simulated night.
        var random = new SeededRandom(1);
        Assert.Equal(0xffe386a6e6cedb2dUL, random.NextBits());
        Assert.Equal(0x9f7656f12b087febUL, random.NextBits());
        Assert.NotEqual(new SeededRandom(1, 1).NextBits(), new SeededRandom(1, 2).NextBits());
    }

    [Fact]
    public void Noise_and_normal_have_mean_0_and_variance_1()
    {
        var random = new SeededRandom(7);
        var noise = Enumerable.Range(0, 200_000).Select(_ => (double)random.Noise()).ToArray();
        var normal = Enumerable.Range(0, 200_000).Select(_ => random.Normal()).ToArray();
        foreach (var values in new[] { noise, normal })
        {
            Assert.InRange(values.Average(), -0.01, 0.01);
            Assert.InRange(values.Average(value => value * value), 0.98, 1.02);
        }
    }

    [Fact]
    public void Uniforms_stay_within_their_limits()
    {
        var random = new SeededRandom(9);
        for (var i = 0; i < 10_000; i++)
        {
            Assert.InRange(random.Between(-2, 3), -2, 3);
            Assert.InRange(random.Below(7), 0, 6);
        }
    }
}
