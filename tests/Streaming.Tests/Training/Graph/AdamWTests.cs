using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

public sealed class AdamWTests
{
    private const int Count = 37; // not a multiple of any vector width

    [Fact]
    public void Update_equals_the_published_formula_over_several_steps()
    {
        var options = new AdamWOptions { ClipNorm = 1e9f, WeightDecay = 0.1f, Beta2 = 0.99f };
        var random = new Random(3);
        float[] start = Draw(random);
        float[] mask = [.. Enumerable.Range(0, Count).Select(index => (float)(index % 2))];
        var optimiser = new AdamW(options, [.. start], mask);
        double[] p = [.. start.Select(value => (double)value)];
        double[] m = new double[Count];
        double[] v = new double[Count];
        for (int step = 1; step <= 5; step++)
        {
            float[] gradient = Draw(random);
            Assert.True(optimiser.Step(gradient, 0.01f));
            Reference(options, p, m, v, gradient, mask, step);
        }

        Assert.All(Enumerable.Range(0, Count), index => Assert.Equal(p[index], optimiser.Parameters[index], 5));
    }

    [Fact]
    public void Long_gradient_is_shortened_to_the_limit()
    {
        float[] gradient = [.. Enumerable.Repeat(10f, Count)];
        float[] unit = [.. gradient.Select(value => value / (10 * MathF.Sqrt(Count)))];
        var clipped = new AdamW(new AdamWOptions { ClipNorm = 1 }, new float[Count], new float[Count]);
        var direct = new AdamW(new AdamWOptions { ClipNorm = 2 }, new float[Count], new float[Count]);
        clipped.Step(gradient, 0.1f);
        direct.Step(unit, 0.1f);
        Assert.Equal(10 * MathF.Sqrt(Count), clipped.GradientNorm, 3);
        Assert.Equal(direct.SecondMoment[0], clipped.SecondMoment[0], 6);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Gradient_that_is_not_finite_changes_nothing(float bad)
    {
        var optimiser = new AdamW(new AdamWOptions(), [.. Enumerable.Repeat(1f, Count)], new float[Count]);
        float[] gradient = new float[Count];
        gradient[5] = bad;
        Assert.False(optimiser.Step(gradient, 0.1f));
        Assert.All(optimiser.Parameters, value => Assert.Equal(1, value));
        Assert.Equal(0, optimiser.StepCount);
    }

    [Fact]
    public void Average_follows_the_parameters_from_behind()
    {
        var optimiser = new AdamW(new AdamWOptions { AverageDecay = 0.5f }, new float[Count], new float[Count]);
        float[] gradient = [.. Enumerable.Repeat(1f, Count)];
        for (int step = 0; step < 3; step++)
        {
            optimiser.Step(gradient, 0.1f);
        }

        Assert.InRange(optimiser.Average[0], optimiser.Parameters[0], 0);
        Assert.NotEqual(optimiser.Parameters[0], optimiser.Average[0]);
    }

    private static void Reference(AdamWOptions options, double[] p, double[] m, double[] v, float[] gradient, float[] mask, int step)
    {
        for (int index = 0; index < Count; index++)
        {
            double g = gradient[index];
            m[index] = (options.Beta1 * m[index]) + ((1 - options.Beta1) * g);
            v[index] = (options.Beta2 * v[index]) + ((1 - options.Beta2) * g * g);
            double first = m[index] / (1 - Math.Pow(options.Beta1, step));
            double second = v[index] / (1 - Math.Pow(options.Beta2, step));
            p[index] -= 0.01 * ((first / (Math.Sqrt(second) + options.Epsilon)) + (options.WeightDecay * mask[index] * p[index]));
        }
    }

    private static float[] Draw(Random random) => [.. Enumerable.Range(0, Count).Select(_ => (2 * random.NextSingle()) - 1)];
}
