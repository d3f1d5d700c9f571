using System.Numerics;
using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Signals;

public sealed class BiquadCascadeTests
{
    [Theory]
    [InlineData(0.3, 0.7071, 0.001)] // −3 dB
    [InlineData(0.03, 0.0995, 0.001)] // first order
    [InlineData(10, 1, 0.005)]
    [InlineData(35, 0.7071, 0.001)]
    [InlineData(45, 0.0093, 0.0005)] // the bilinear transform has its zero at 50 Hz
    public void Brain_filter_has_the_response_of_its_design(double hertz, double expected, double tolerance) =>
        Assert.Equal(expected, Gain(SignalSpecs.V1.BrainFilter, hertz), tolerance);

    [Theory]
    [InlineData(10, 0.7071, 0.001)]
    [InlineData(1, 0.0096, 0.0005)] // second order
    [InlineData(30, 0.999, 0.002)]
    public void Chin_filter_has_the_response_of_its_design(double hertz, double expected, double tolerance) =>
        Assert.Equal(expected, Gain(SignalSpecs.V1.ChinFilter, hertz), tolerance);

    [Fact]
    public void Running_filter_has_the_response_its_coefficients_have()
    {
        foreach (var hertz in new[] { 0.5, 3, 12, 34, 44 })
        {
            var cascade = new BiquadCascade(SignalSpecs.V1.BrainFilter);
            var output = Enumerable.Range(0, 20_000).Select(n => cascade.Next(Math.Sin(2 * Math.PI * hertz * n / 100))).ToArray()[10_000..];
            Assert.Equal(Gain(SignalSpecs.V1.BrainFilter, hertz), Math.Sqrt(2 * output.Average(value => value * value)), 1e-3);
        }
    }

    [Fact]
    public void Settled_filter_answers_a_constant_without_transient()
    {
        foreach (var coefficients in new[] { SignalSpecs.V1.BrainFilter, SignalSpecs.V1.ChinFilter })
        {
            var cascade = new BiquadCascade(coefficients);
            cascade.Settle(1234);
            for (var n = 0; n < 1000; n++) Assert.Equal(0, cascade.Next(1234), 1e-9);
        }
    }

    private static double Gain(IReadOnlyList<BiquadCoefficients> sections, double hertz)
    {
        var delay = Complex.FromPolarCoordinates(1, -2 * Math.PI * hertz / 100);
        return sections.Aggregate(Complex.One, (product, s) =>
            product * (s.B0 + s.B1 * delay + s.B2 * delay * delay) / (1 + s.A1 * delay + s.A2 * delay * delay)).Magnitude;
    }
}
