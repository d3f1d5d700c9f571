using Streaming.Core.Novelty;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Novelty;

public sealed class RowShapeTests
{
    [Theory]
    [InlineData(0.05)]
    [InlineData(20)]
    public void A_gain_changes_nothing(float gain)
    {
        var (plain, louder) = (Row(1), Row(1).Select(value => gain * value).ToArray());
        foreach (var (a, b) in Shape(plain, 10).Zip(Shape(louder, 10 * gain))) Assert.Equal(a, b, 1e-5);
    }

    [Fact]
    public void Polarity_changes_one_sidedness_alone()
    {
        var row = Row(2);
        var (plain, turned) = (Shape(row, 10), Shape([.. row.Select(value => -value)], 10));
        for (var i = 0; i < RowShape.Count; i++) Assert.Equal(i == 5 ? -plain[i] : plain[i], turned[i], 1e-9);
        Assert.True(Math.Abs(plain[5]) > 1e-3);
    }

    [Fact]
    public void Each_number_answers_to_what_it_is_named_after()
    {
        var plain = Shape(Row(3), 10);
        Assert.True(Shape(Row(3), 1)[0] > plain[0] + 2); // a scale a tenth as large
        var spiked = Row(3);
        spiked[1500] = 5000;
        Assert.True(Shape(spiked, 10)[1] > plain[1] + 2);
        Assert.True(Shape([.. Row(3).Select(value => Math.Clamp(value, -3, 3))], 10)[6] > plain[6] + 1); // clipped
        var heart = Shape([.. Enumerable.Range(0, Epoch.Samples).Select(n => n % 88 < 4 ? 500f : 0.1f * (n % 7))], 10);
        Assert.True(heart[7] > plain[7] + 0.2);
        Assert.True(Shape([.. Enumerable.Range(0, Epoch.Samples).Select(n => 20 * MathF.Sin(n))], 10)[8] < plain[8] - 1); // a steady tone
    }

    [Fact]
    public void Too_little_signal_says_nothing()
    {
        var shape = new double[RowShape.Count];
        Assert.False(RowShape.Measure(new float[Epoch.Samples], 10, shape));
        var lost = Row(4);
        Array.Fill(lost, float.NaN, 0, 2500);
        Assert.False(RowShape.Measure(lost, 10, shape));
        Array.Fill(lost, 1f, 0, 10);
        var half = Row(4);
        Array.Fill(half, float.NaN, 100, 1000);
        Assert.True(RowShape.Measure(half, 10, shape));
        Assert.All(shape, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Lanes_change_no_bit()
    {
        var (shape, plain) = (new double[RowShape.Count], new double[RowShape.Count]);
        for (ulong seed = 1; seed <= 60; seed++)
        {
            var (row, random) = (Row(seed), new SeededRandom(seed));
            if (seed % 3 == 0)
            {
                for (var hole = 0; hole < 1 + (int)seed % 5; hole++)
                    Array.Fill(row, float.NaN, (int)(random.NextDouble() * 2900), 1 + (int)(random.NextDouble() * 99));
            }
            if (seed % 4 == 0) Array.Fill(row, 0.25f, 400, 300);
            Assert.Equal(PlainRowShape.Measure(row, 7.5, plain), RowShape.Measure(row, 7.5, shape));
            Assert.Equal(plain.Select(BitConverter.DoubleToInt64Bits), shape.Select(BitConverter.DoubleToInt64Bits));
        }
    }

    // Noise that remembers, loud and quiet by turns and longer below zero than above: no brain, but alive.
    internal static float[] Row(ulong seed)
    {
        var random = new SeededRandom(seed);
        var (value, loudness, row) = (0.0, 1.0, new float[Epoch.Samples]);
        for (var n = 0; n < row.Length; n++)
        {
            if (n % 100 == 0) loudness = random.LogNormal(0.5);
            value = 0.9 * value + loudness * random.Normal();
            row[n] = (float)(4 * value + 0.8 * value * value);
        }
        return row;
    }

    private static double[] Shape(float[] row, double scale)
    {
        var shape = new double[RowShape.Count];
        Assert.True(RowShape.Measure(row, scale, shape));
        return shape;
    }
}
