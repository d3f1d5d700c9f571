using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Simulation;

public sealed class BackgroundTests
{
    [Fact]
    public void Variance_is_even_along_the_blocks_it_is_made_of()
    {
        var plan = new NightPlan(new SubjectTraits(new SeededRandom(1)), [.. Enumerable.Repeat(Stage.N2, 60)], 0);
        plan.LogPowers.AsSpan().Fill(-3);
        var background = new Background(plan, new SeededRandom(2));
        var second = new SourceSecond();
        var samples = new List<float>();
        for (var i = 0; i < plan.Seconds; i++)
        {
            second.Advance();
            background.Next(second);
            samples.AddRange(second[0].AsSpan(SourceSecond.History).ToArray());
        }
        // By place within the hop of 128 samples: a seam would show as a place with less or more.
        var byPlace = Enumerable.Range(0, 8).Select(part => samples.Where((_, i) => i % 128 / 16 == part).Average(x => x * (double)x)).ToArray();
        Assert.InRange(byPlace.Max() / byPlace.Min(), 1, 1.25);
    }

    [Fact]
    public void Band_powers_are_those_planned()
    {
        var plan = new NightPlan(new SubjectTraits(new SeededRandom(4)), [.. Enumerable.Repeat(Stage.N2, 60)], 0);
        double[] planned = [-2, -4, -5, -5.5, -6];
        for (var second = 0; second < plan.Seconds; second++)
            for (var value = 0; value < 15; value++) plan.PowersAt(second)[value] = (float)planned[value % 5];
        var background = new Background(plan, new SeededRandom(2));
        var buffer = new SourceSecond();
        var (power, transform) = (new double[128], new FourierTransform(256));
        var samples = new List<float>();
        for (var second = 0; second < plan.Seconds; second++)
        {
            buffer.Advance();
            background.Next(buffer);
            samples.AddRange(buffer[1].AsSpan(SourceSecond.History).ToArray());
        }
        for (var start = 0; start + 256 <= samples.Count; start += 256) Add(power, transform, [.. samples.Skip(start).Take(256)]);
        double[] edges = [0.5, 4, 8, 12, 16, 30];
        var measured = Enumerable.Range(0, 5).Select(band => Math.Log(Enumerable.Range(1, 127)
            .Where(bin => bin * 100.0 / 256 >= edges[band] && bin * 100.0 / 256 < edges[band + 1]).Average(bin => power[bin]))).ToArray();
        for (var band = 1; band < 5; band++)
            Assert.InRange(measured[band] - measured[0] - (planned[band] - planned[0]), -0.35, 0.35);
    }

    private static void Add(double[] power, FourierTransform transform, float[] part)
    {
        var imaginary = new float[256];
        for (var i = 0; i < 256; i++) part[i] *= (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * i / 256));
        transform.Inverse(part, imaginary);
        for (var bin = 1; bin < 128; bin++) power[bin] += part[bin] * part[bin] + imaginary[bin] * imaginary[bin];
    }
}
