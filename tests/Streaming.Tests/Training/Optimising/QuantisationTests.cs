using Streaming.Training.Optimising;

namespace Streaming.Tests.Training.Optimising;

public sealed class QuantisationTests
{
    [Theory]
    [InlineData(0, 2.55, 0.01, 0)]
    [InlineData(-1.28, 1.27, 0.01, 128)]
    [InlineData(-2.55, 0, 0.01, 255)]
    [InlineData(1, 2.55, 0.01, 0)] // 0 belongs to every span: padding is 0
    [InlineData(0, 0, 1, 0)]
    public void Span_covers_its_range_with_0_as_a_step(float low, float high, float scale, byte zero)
    {
        var span = QuantisedSpan.Over(low, high);
        Assert.Equal(scale, span.Scale, 1e-6f);
        Assert.Equal(zero, span.Zero);
    }

    [Fact]
    public void Outlier_is_cut_off_where_that_loses_less_than_coarse_steps_do()
    {
        float[] values = [.. Enumerable.Range(0, 1_000_000).Select(i => (float)Math.Abs(Math.Sin(i))), 3];
        var range = new ValueRange();
        range.Widen(values);
        range.Count(values);
        Assert.InRange(range.Best().High, 0.9f, 2.2f);

        var plain = new ValueRange();
        plain.Widen(values.AsSpan(..^1));
        plain.Count(values.AsSpan(..^1));
        Assert.InRange(plain.Best().High, 0.95f, 1.01f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Weights_keep_within_half_a_step_of_their_own_channel(int axis)
    {
        long[] shape = axis == 0 ? [3, 4, 5] : [20, 3];
        float[] weights = [.. Enumerable.Range(0, 60).Select(i => (float)Math.Sin(i * i) * (Channel(i, axis) switch { 0 => 1, 1 => 100, _ => 0 }))];
        var (whole, scales) = QuantisedWeights.Of(weights, shape, axis, 64);
        Assert.Equal(1, scales[2]);
        Assert.True(whole.Max(value => Math.Abs((int)value)) <= 64);
        for (int i = 0; i < weights.Length; i++)
            Assert.InRange(Math.Abs((whole[i] * scales[Channel(i, axis)]) - weights[i]), 0, (scales[Channel(i, axis)] / 2) + 1e-6f);
        Assert.True(scales[1] > 50 * scales[0]); // a large channel does not coarsen the others
    }

    [Fact]
    public void Rounding_that_is_made_good_by_like_inputs_loses_less()
    {
        const int Inputs = 24;
        float[] weights = [.. Enumerable.Range(0, 3 * Inputs).Select(i => (float)Math.Sin(1 + (i * i)))];
        double[,] moments = new double[Inputs, Inputs];
        for (int i = 0; i < Inputs; i++)
            for (int j = 0; j < Inputs; j++) moments[i, j] = Math.Exp(-Math.Abs(i - j) / 8.0) + (i == j ? 0.01 : 0); // neighbours read alike
        var (plain, scales) = QuantisedWeights.Of(weights, [3, Inputs], 0, 8);
        var made = CompensatedRounding.Round(weights, scales, moments, 8);
        Assert.True(made.Max(value => Math.Abs((int)value)) <= 8);
        Assert.InRange(Loss(made), 1e-9, 0.6 * Loss(plain));

        double Loss(sbyte[] whole)
        {
            double sum = 0;
            for (int channel = 0; channel < 3; channel++)
                for (int i = 0; i < Inputs; i++)
                    for (int j = 0; j < Inputs; j++) sum += Lost(channel, i) * moments[i, j] * Lost(channel, j);
            return sum;

            double Lost(int channel, int i) => weights[(channel * Inputs) + i] - (whole[(channel * Inputs) + i] * scales[channel]);
        }
    }

    private static int Channel(int i, int axis) => axis == 0 ? i / 20 : i % 3;
}
