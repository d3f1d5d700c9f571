using Streaming.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

public sealed class CompanderTests
{
    [Fact]
    public void Levels_stay_within_the_stated_chord_error_of_asinh()
    {
        var compander = new Compander(20);
        for (var x = 1e-6; x < 20; x *= 1.0007)
        {
            var exact = 3952 + 3951 * Math.Asinh((float)x) / Math.Asinh(20);
            Assert.InRange(compander.Level((float)x) - exact, -0.5 - Compander.ChordErrorLevels, 0.5 + Compander.ChordErrorLevels);
        }
    }

    [Fact]
    public void Levels_are_symmetric_and_never_fall_when_the_signal_rises()
    {
        var compander = new Compander(20);
        var before = compander.Level(0);
        Assert.Equal(Compander.Middle, before);
        for (var bits = 1; bits < BitConverter.SingleToInt32Bits(25f); bits += 997_001)
        {
            var x = BitConverter.Int32BitsToSingle(bits);
            var level = compander.Level(x);
            Assert.True(level >= before, $"{x} has level {level} after {before}");
            Assert.Equal(2 * Compander.Middle, level + compander.Level(-x));
            before = level;
        }
    }

    [Theory]
    [InlineData(20f, Compander.Highest)]
    [InlineData(-20f, 0)]
    [InlineData(float.PositiveInfinity, Compander.Highest)]
    [InlineData(float.NegativeInfinity, 0)]
    [InlineData(float.MaxValue, Compander.Highest)]
    [InlineData(19.999998f, Compander.Highest - 1)]
    [InlineData(-19.999998f, 1)]
    [InlineData(-0f, Compander.Middle)]
    [InlineData(float.NaN, Compander.Hole)]
    public void Ends_and_holes_have_levels_of_their_own(float ratio, int level) => Assert.Equal(level, new Compander(20).Level(ratio));

    [Fact]
    public void Many_levels_are_those_of_one_at_a_time()
    {
        var compander = new Compander(20);
        var random = new Random(11);
        float[] ends = [0, -0f, 20, -20, 19.999998f, float.NaN, -float.NaN, float.MaxValue, float.NegativeInfinity, float.Epsilon, 1f / 1024, 100];
        float[] samples = [.. ends, .. Enumerable.Range(0, 5001).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)))];
        var levels = new short[samples.Length];
        foreach (var factor in (float[])[1, 0.37f, 1e-3f])
        {
            compander.Levels(samples, factor, levels);
            Assert.Equal(samples.Select(sample => (short)compander.Level(sample * factor)), levels);
        }
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(20)]
    [InlineData(1000)]
    public void A_level_gives_back_the_ratio_it_was_made_of(double limit)
    {
        var compander = new Compander(limit);
        for (var level = 2; level < Compander.Highest - 1; level++) Assert.Equal(level, compander.Level((float)compander.Ratio(level)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_limit_outside_its_range_is_refused_by_value(double limit) =>
        Assert.Contains("companding limit", Assert.Throws<ArgumentOutOfRangeException>(() => new Compander(limit)).Message, StringComparison.Ordinal);
}
