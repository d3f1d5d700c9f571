using Streaming.Core.Signals;
using Xunit;

namespace Streaming.Tests.Core.Signals;

public sealed class ResamplerTests
{
    public static TheoryData<long, long> Rates => new()
    {
        { 50, 1 }, { 125, 1 }, { 128, 1 }, { 200, 1 }, { 255999, 1000 }, { 1000, 3 }, { 512, 1 }, { 2000, 1 },
    };

    [Theory]
    [MemberData(nameof(Rates))]
    public void Tones_of_the_pass_band_come_out_delayed_and_otherwise_as_they_were(long numerator, long denominator)
    {
        var resampler = Resampler.For(new Rational(numerator, denominator));
        var cut = 0.45 * Math.Min(100, (double)resampler.RateHz);
        foreach (var share in new[] { 0, 0.1, 0.5, 0.7, 0.8 })
        {
            var worst = 0.0;
            for (var column = 0; column < 300; column++)
            {
                var time = 5 + column / 100.0;
                worst = Math.Max(worst, Math.Abs(At(resampler, share * cut, time) - Tone(share * cut, time - (double)resampler.DelaySeconds)));
            }
            Assert.InRange(worst, 0, share < 0.75 ? 2e-3 : 1e-2);
        }
    }

    [Theory]
    [MemberData(nameof(Rates))]
    public void Tones_that_would_fold_back_are_attenuated(long numerator, long denominator)
    {
        var resampler = Resampler.For(new Rational(numerator, denominator));
        for (var hertz = 54.0; hertz < (double)resampler.RateHz / 2; hertz += 3.7)
            Assert.InRange(Enumerable.Range(0, 200).Max(column => Math.Abs(At(resampler, hertz, 5 + column / 100.0))), 0, 2e-3); // −54 dB
    }

    [Fact]
    public void The_cut_is_at_half_amplitude() =>
        Assert.Equal(0.5, Enumerable.Range(0, 400).Max(column => Math.Abs(At(Resampler.For(500), 45, 5 + column / 100.0))), 0.02);

    [Fact]
    public void A_hundred_hertz_pass_directly_and_slow_channels_are_held()
    {
        Assert.True(Resampler.For(100).IsDirect);
        Assert.Equal(Rational.Zero, Resampler.For(100).DelaySeconds);
        Assert.False(Resampler.For(100, 200).IsDirect);
        Assert.True(Resampler.For(1).IsHold);
        Assert.Throws<ArgumentOutOfRangeException>(() => Resampler.For(0));
    }

    private static double Tone(double hertz, double time) => Math.Cos(2 * Math.PI * hertz * time + 0.3);

    /// <summary>The output at a time: as a leg does, from the samples up to then.</summary>
    private static double At(Resampler resampler, double hertz, double time)
    {
        var rate = (double)resampler.RateHz;
        var newest = (int)Math.Floor(time * rate);
        var window = new double[2 * resampler.Reach];
        for (var n = 0; n < window.Length; n++) window[n] = Tone(hertz, (newest - window.Length + 1 + n) / rate);
        return resampler.Interpolate(window, time * rate - newest);
    }
}
