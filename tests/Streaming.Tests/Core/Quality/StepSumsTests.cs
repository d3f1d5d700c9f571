using Streaming.Core.Quality;
using Xunit;

namespace Streaming.Tests.Core.Quality;

public sealed class StepSumsTests
{
    [Theory]
    [InlineData(9)]
    [InlineData(200)]
    [InlineData(257)]
    [InlineData(512)]
    public void Eight_at_a_time_are_the_sums_of_one_by_one(int count)
    {
        var random = new Random(count);
        for (var round = 0; round < 50; round++)
        {
            var offset = random.Next(-8_000_000, 8_000_000);
            int[] values = [.. Enumerable.Range(0, count).Select(_ => offset + random.Next(0, 1 << random.Next(1, 16)))];
            var (bottom, top) = (offset + 3, offset + 20_000);
            Assert.True(StepSums.TryOf(values, bottom, top, out var sums));
            Assert.Equal(Plain(values, bottom, top), sums);
        }
    }

    [Fact]
    public void Values_that_are_far_apart_or_few_are_left_to_another_way()
    {
        Assert.False(StepSums.TryOf([.. Enumerable.Range(0, 100).Select(n => n * 400)], 0, 1, out _));
        Assert.False(StepSums.TryOf([int.MinValue, int.MaxValue, .. Enumerable.Repeat(0, 20)], 0, 1, out _));
        Assert.False(StepSums.TryOf([1, 2, 3], 0, 1, out _));
    }

    [Theory]
    [InlineData(200)]
    [InlineData(128)]
    [InlineData(20)]
    public void Hum_of_five_seconds_side_by_side_has_the_bits_of_each_alone(int rateHz)
    {
        var (meter, random) = (new HumMeter(rateHz), new Random(rateHz));
        for (var hertz = 50; hertz <= 60; hertz += 10)
        {
            int[] samples = [.. Enumerable.Range(0, HumMeter.Together * rateHz)
                .Select(n => (int)(n / rateHz * 40 * Math.Sin(2 * Math.PI * hertz * n / rateHz)) + random.Next(-50, 50))];
            var found = new (double, double)[HumMeter.Together];
            meter.Measure(samples, found);
            Assert.Equal(samples.Chunk(rateHz).Select(second => meter.Measure(second)), found);
            Assert.Equal(rateHz >= (hertz == 50 ? 115 : 132), found.Any(second => second.Item1 > 0));
        }
    }

    private static StepSums Plain(int[] values, int bottom, int top)
    {
        var shifted = values.Select(value => (long)value - values[0]).ToList();
        var steps = values.Skip(1).Zip(values, (next, value) => (long)next - value);
        return new StepSums(
            shifted.Sum(), shifted.Sum(value => value * value), steps.Sum(step => step * step), values.Max() - (long)values.Min(),
            values.Count(value => value <= bottom || value >= top));
    }
}
