using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Signals;

public sealed class ExactMathTests
{
    [Fact]
    public void Log_agrees_with_the_platform_over_all_magnitudes()
    {
        foreach (var x in Magnitudes()) AssertRelative(Math.Log(x), ExactMath.Log(x), x);
        Assert.Equal(double.NegativeInfinity, ExactMath.Log(0));
        Assert.True(double.IsNaN(ExactMath.Log(-1)));
        Assert.Equal(0, ExactMath.Log(1));
    }

    [Fact]
    public void Asinh_agrees_with_the_platform_is_odd_and_undone_by_sinh()
    {
        foreach (var x in Magnitudes().Where(x => x is > 1e-300 and < 1e300))
        {
            AssertRelative(Math.Asinh(x), ExactMath.Asinh(x), x);
            Assert.Equal(-ExactMath.Asinh(x), ExactMath.Asinh(-x));
            if (x is > 1e-12 and < 1e3) AssertRelative(x, ExactMath.Sinh(ExactMath.Asinh(x)), x, 8e-15);
        }
    }

    [Fact]
    public void Exp_agrees_with_the_platform()
    {
        for (var x = -700.0; x < 709; x += 0.37) AssertRelative(Math.Exp(x), ExactMath.Exp(x), x, 4e-15);
        Assert.Equal(1, ExactMath.Exp(0));
        Assert.Equal(0, ExactMath.Exp(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, ExactMath.Exp(800));
        AssertRelative(Math.Pow(0.3, 0.6), ExactMath.Pow(0.3, 0.6), 0.3);
        Assert.Equal(0, ExactMath.Pow(0, 0.6));
    }

    [Fact]
    public void Sines_agree_with_the_platform_and_are_exact_at_quarter_turns()
    {
        for (var x = -7.0; x < 7; x += 0.0137)
        {
            Assert.Equal(Math.Sin(x), ExactMath.Sin(x), 4e-15);
            Assert.Equal(Math.Cos(x), ExactMath.Cos(x), 4e-15);
        }
        Assert.Equal([0, 1, 0, -1, 0, 1], Enumerable.Range(0, 6).Select(n => ExactMath.SinPi(n * 0.5)));
        Assert.Equal([1, 0, -1, 0, 1, 0], Enumerable.Range(0, 6).Select(n => ExactMath.CosPi(n * 0.5)));
    }

    private static IEnumerable<double> Magnitudes()
    {
        for (var exponent = -320.0; exponent < 308; exponent += 0.713) yield return Math.Pow(10, exponent);
        for (var x = 0.5; x < 2; x += 0.00713) yield return x;
    }

    private static void AssertRelative(double expected, double actual, double at, double tolerance = 2e-15) =>
        Assert.True(Math.Abs(actual - expected) <= tolerance * Math.Abs(expected), $"at {at:R}: {actual:R} is not {expected:R}");
}
