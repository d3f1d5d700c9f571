using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Quality;

/// <summary>From where on each fault is named, as docs/quality.md states it: an EEG channel just inside and just outside each limit.</summary>
public sealed class QualityLimitTests
{
    private const int RateHz = 200;

    [Theory]
    [InlineData(5, 2, true)]
    [InlineData(4, 2, false)]
    [InlineData(5, 3, false)]
    public void Flat_is_five_seconds_of_no_more_than_two_digital_steps(int seconds, int steps, bool isFlat) =>
        Assert.Equal(isFlat, Found(Meter(microvoltsAStep: 1), at => at >= seconds ? Alive(at) : at % 1 < 0.5 ? 0 : steps).Contains(SignalFault.Flat));

    [Theory]
    [InlineData(3, 3, true)]
    [InlineData(2, 2, false)]
    public void Seconds_that_are_flat_and_seconds_of_noise_alone_are_one_electrode_that_is_off(int flat, int off, bool isOff)
    {
        var noise = Noise(1);
        Assert.Equal(isOff, Found(Meter(), at => at < flat ? 0 : at < flat + off ? noise(at) : Alive(at)).Contains(SignalFault.Flat));
    }

    [Fact]
    public void Clipped_is_more_than_a_hundredth_of_the_samples_at_the_limit_and_unusable_more_than_half()
    {
        ChannelQuality Judged(int atLimit) => Judge(Meter(), at => (int)Math.Round(at * RateHz) < atLimit ? 1e6 : Alive(at));
        Assert.DoesNotContain(Judged(60).Faults, fault => fault.Fault == SignalFault.Clipped);
        Assert.Contains(Judged(61).Faults, fault => fault.Fault == SignalFault.Clipped);
        Assert.Null(Judged(3000).Unusable);
        Assert.Equal(SignalFault.Clipped, Judged(3001).Unusable);
    }

    [Theory]
    [InlineData(2.8, true)]
    [InlineData(3.2, false)]
    public void Disconnected_is_white_noise_below_a_quarter_of_what_the_channel_usually_is(double microvolts, bool isOff)
    {
        var meter = Meter();
        for (var epoch = 0; epoch < 3; epoch++) Judge(meter, at => Sine(at, 3, 12 * Math.Sqrt(2)));
        for (var epoch = 0; epoch < 9; epoch++) Judge(meter, at => Sine(at, 3, 900)); // implausible: nothing is learned from it
        Assert.Equal(isOff, Found(meter, Noise(microvolts)).Contains(SignalFault.Disconnected));
    }

    [Theory]
    [InlineData(5.1, 15, true)]
    [InlineData(4.9, 15, false)]
    [InlineData(5.1, 14, false)]
    public void Hum_is_five_microvolts_in_half_of_the_seconds(double microvolts, int seconds, bool isHum) =>
        Assert.Equal(isHum, Found(Meter(), at => Alive(at) + (at < seconds ? Sine(at, 50, microvolts) : 0)).Contains(SignalFault.Hum));

    [Fact]
    public void Of_a_lead_that_is_off_it_is_not_said_that_it_hums()
    {
        var noise = Noise(1);
        Assert.Equal([SignalFault.Disconnected], Found(Meter(), at => noise(at) + Sine(at, 50, 10)));
    }

    [Theory]
    [InlineData(3.2, true)]
    [InlineData(3.5, false)]
    public void Hum_stands_out_three_times_from_what_is_beside_it(double beside, bool isHum) =>
        Assert.Equal(isHum, Found(Meter(), at => Alive(at) + Sine(at, 50, 10) + Sine(at, 45, beside)).Contains(SignalFault.Hum));

    [Theory]
    [InlineData(73, true)]
    [InlineData(67, false)]
    public void A_pop_is_a_lasting_jump_of_seventy_microvolts(double microvolts, bool isPop) =>
        Assert.Equal(isPop, Found(Meter(), at => Sine(at, 3, 5) + (at % 10 >= 5 ? microvolts : 0)).Contains(SignalFault.Pops));

    [Theory]
    [InlineData(110, true)]
    [InlineData(75, false)]
    public void A_pop_is_three_times_the_usual_jump_of_the_epoch(double microvolts, bool isPop) => // 31 µV here, in a hundredth of a second
        Assert.Equal(isPop, Found(Meter(), at => 50 * Math.Cos(2 * Math.PI * 10 * at) + (at % 10 >= 5 ? microvolts : 0)).Contains(SignalFault.Pops));

    [Fact]
    public void Noise_is_six_microvolts_of_fast_activity_and_four_times_that_of_the_other_channels()
    {
        Assert.True(IsNoisy(Noise(6.3), othersFast: 0.1));
        Assert.False(IsNoisy(Noise(5.7), othersFast: 0.1));
        var meter = Meter();
        Judge(meter, Noise(10));
        Assert.True(IsNoisy(Noise(10), meter.Fast / 4.01));
        Assert.False(IsNoisy(Noise(10), meter.Fast / 3.99));
    }

    [Fact]
    public void White_noise_of_a_hundred_microvolts_is_named_whatever_the_others_have()
    {
        Assert.True(IsNoisy(Noise(105), othersFast: 105));
        Assert.False(IsNoisy(Noise(95), othersFast: 95));
    }

    [Fact]
    public void Noise_of_a_lone_channel_must_be_most_of_what_is_left()
    {
        var seen = new HashSet<bool>();
        for (var slow = 18; slow <= 30; slow++)
        {
            var (meter, noise, amplitude) = (Meter(), Noise(8), slow);
            for (var epoch = 0; epoch < 3; epoch++) Judge(meter, Alive);
            var isNoisy = Found(meter, at => noise(at) + Sine(at, 3, amplitude)).Contains(SignalFault.Noisy);
            Assert.Equal(meter.Whiteness >= 0.2, isNoisy);
            seen.Add(isNoisy);
        }
        Assert.Equal(2, seen.Count);
    }

    [Theory]
    [InlineData(0.45, true)]
    [InlineData(0.55, false)]
    [InlineData(490, false)]
    [InlineData(510, true)]
    public void Amplitude_is_implausible_below_half_and_above_five_hundred_microvolts(double deviation, bool isImplausible) =>
        Assert.Equal(isImplausible, Found(Meter(), at => Sine(at, 3, deviation * Math.Sqrt(2))).Contains(SignalFault.ImplausibleAmplitude));

    private static bool IsNoisy(Func<double, double> microvolts, double othersFast) =>
        Judge(Meter(), microvolts, othersFast).Faults.Any(fault => fault.Fault == SignalFault.Noisy);

    private static List<SignalFault> Found(ChannelMeter meter, Func<double, double> microvolts) =>
        [.. Judge(meter, microvolts).Faults.Select(fault => fault.Fault)];

    private static ChannelQuality Judge(ChannelMeter meter, Func<double, double> microvolts, double othersFast = 0)
    {
        var epoch = new ChannelEpoch(new Stack<(int[], bool[])>());
        epoch.Clear(Epoch.Seconds * RateHz);
        var limit = (1 << 23) - 1;
        epoch.Place(0, [.. Enumerable.Range(0, Epoch.Seconds * RateHz)
            .Select(n => (int)Math.Clamp(Math.Round(microvolts(n / (double)RateHz) / meter.StepMicrovolts), -limit - 1, limit))], false);
        meter.Measure(epoch);
        return ChannelJudge.Judge(meter, othersFast, lossLimit: 0.25);
    }

    private static ChannelMeter Meter(double microvoltsAStep = 0.01)
    {
        var scaling = microvoltsAStep == 1 ? new ChannelScaling("-8388608", "8388607", -(1 << 23), (1 << 23) - 1) : new ChannelScaling("-83886.08", "83886.07", -(1 << 23), (1 << 23) - 1);
        return new ChannelMeter(new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", RateHz, scaling), true);
    }

    private static double Alive(double at) => Sine(at, 3, 20) + Sine(at, 7, 10);

    private static double Sine(double at, double hertz, double amplitude) => amplitude * Math.Sin(2 * Math.PI * hertz * at);

    /// <summary>White, with this root mean square in every second.</summary>
    private static Func<double, double> Noise(double microvolts)
    {
        var random = new Random(5);
        var values = new double[Epoch.Seconds * RateHz];
        foreach (var second in Enumerable.Range(0, Epoch.Seconds).Select(n => values.AsMemory(n * RateHz, RateHz)))
        {
            foreach (ref var value in second.Span) value = random.NextDouble() - 0.5;
            var mean = second.ToArray().Average();
            var size = Math.Sqrt(second.ToArray().Average(value => (value - mean) * (value - mean)));
            foreach (ref var value in second.Span) value = (value - mean) * microvolts / size;
        }
        return at => values[(int)Math.Round(at * RateHz)];
    }
}
