using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

public sealed class EpochGridTests
{
    [Theory]
    [InlineData(100, 1, 1001, 100)]
    [InlineData(255999, 1000, 1001, 100)]
    [InlineData(1000, 3, 0, 1)]
    [InlineData(1, 7, 5, 2)]
    public void Samples_belong_to_the_epoch_that_exact_time_says(long numerator, long denominator, long originNumerator, long originDenominator)
    {
        var (rate, origin) = (new Rational(numerator, denominator), new Rational(originNumerator, originDenominator));
        var grid = new EpochGrid(origin, rate);
        foreach (var epoch in new long[] { 0, 1, 2, 959, 1_000_000 })
        {
            var first = grid.FirstIndex(epoch);
            Assert.True(new Rational(first) / rate >= origin + new Rational(30 * epoch));
            Assert.True(new Rational(first - 1) / rate < origin + new Rational(30 * epoch));
            Assert.Equal(epoch, grid.EpochOf(first));
            Assert.Equal(epoch - 1, grid.EpochOf(first - 1));
            Assert.Equal(grid.FirstIndex(epoch + 1) - first, grid.Count(epoch));
        }
        Assert.Equal(grid.FirstIndexAfter(3, 30_000), grid.FirstIndex(4));
    }

    [Fact]
    public void Columns_walk_exactly_to_the_next_epoch()
    {
        var grid = new EpochGrid(new Rational(1001, 100), new Rational(255999, 1000));
        foreach (var epoch in new long[] { 0, 1, 17 })
        {
            var walk = grid.Columns(epoch);
            for (var column = 0; column < Epoch.Samples; column++)
            {
                var seconds = new Rational(1001, 100) + new Rational(30 * epoch) + new Rational(column, 100);
                var exact = seconds * grid.RateHz - new Rational(grid.FirstIndex(epoch));
                Assert.Equal(exact.Floor(), walk.Sample);
                Assert.Equal((double)(exact - new Rational(exact.Floor())), walk.Fraction, 1e-12);
                walk.MoveNext();
            }
        }
    }

    [Fact]
    public void Impossible_rates_and_origins_are_refused_with_their_value()
    {
        Assert.Contains("-1 s", Assert.Throws<ArgumentOutOfRangeException>(() => new EpochGrid(-1, 100)).Message);
        Assert.Contains("0 Hz", Assert.Throws<ArgumentOutOfRangeException>(() => new EpochGrid(0, 0)).Message);
        Assert.Contains("1/10000019", Assert.Throws<ArgumentOutOfRangeException>(() => new EpochGrid(new Rational(1, 10_000_019), 100)).Message);
    }
}
