using Streaming.Core.Quality;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Quality;

/// <summary>What a recorder that is set up wrongly looks like to the user.</summary>
public sealed class WrongRecorderTests
{
    private const int All = 1200;

    [Theory]
    [InlineData(1.4)]
    [InlineData(0.7)]
    [InlineData(-1)] // polarity
    public void A_modest_gain_or_a_swapped_polarity_is_neither_seen_nor_harmful(double times)
    {
        var (right, wrong) = (new DamagedNight(40, 51).Epochs(), Wrong(51, times).Epochs());
        Assert.DoesNotContain(wrong, epoch => epoch.SignalAdvisories.Count > 0 || epoch.UnscorableReason is not null);
        foreach (var (one, other) in right.Zip(wrong)) AssertSameShape(one, other, Math.Sign(times));
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(40)]
    public void A_wrong_unit_is_told_for_every_channel_it_touches(double times)
    {
        var told = Wrong(52, times).Epochs().SelectMany(epoch => epoch.SignalAdvisories).Where(advisory => advisory.EndSeconds is null).ToList();
        Assert.Contains(told, advisory => advisory is { Channel: DamagedNight.Central, Fault: SignalFault.ImplausibleAmplitude or SignalFault.Flat or SignalFault.Clipped });
    }

    [Fact]
    public void A_thousand_times_too_much_is_at_the_recorders_limit()
    {
        var epochs = Wrong(53, 1000).Epochs();
        Assert.All(epochs, epoch => Assert.Contains(epoch.ChannelQualities[DamagedNight.Central].Faults, fault => fault.Fault == SignalFault.Clipped));
        Assert.Single(epochs.SelectMany(epoch => epoch.SignalAdvisories),
            advisory => advisory is { Channel: DamagedNight.Central, Fault: SignalFault.Clipped, EndSeconds: null });
    }

    // The network sees row / scale; digital rounding is what is left.
    private static void AssertSameShape(Epoch right, Epoch wrong, int sign)
    {
        var (a, b) = (right.Rows[DamagedNight.Central]!, wrong.Rows[DamagedNight.Central]!);
        for (var n = 0; n < a.Length; n += 7)
            Assert.Equal(a[n] / right.ScalesMicrovolts[1], sign * b[n] / wrong.ScalesMicrovolts[1], 0.02);
    }

    private static DamagedNight Wrong(ulong seed, double times) =>
        new(40, seed, new InjectedFault(DamagedNight.Central, SignalFault.ImplausibleAmplitude, 0, All, times));
}
