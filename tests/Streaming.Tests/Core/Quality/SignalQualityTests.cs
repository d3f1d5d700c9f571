using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Quality;

/// <summary>Faults are found where they are, by the epoch, and nowhere else.</summary>
public sealed class SignalQualityTests
{
    public static TheoryData<SignalFault, double> Faults => new()
    {
        { SignalFault.Missing, 0 }, { SignalFault.Flat, 0 }, { SignalFault.Disconnected, 0 }, { SignalFault.Disconnected, 25 }, { SignalFault.Clipped, 15 },
        { SignalFault.Hum, 8 }, { SignalFault.Pops, 150 }, { SignalFault.Noisy, 25 }, { SignalFault.ImplausibleAmplitude, 40 },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_named_in_its_channel_and_its_epochs_only(SignalFault fault, double amount)
    {
        var night = new DamagedNight(34, 11, new InjectedFault(DamagedNight.Central, fault, 24 * 30, 28 * 30, amount));
        var epochs = night.Epochs();
        Assert.All(epochs.Where(epoch => epoch.Number is >= 24 and < 28), epoch => Assert.Contains(fault, Found(epoch, DamagedNight.Central)));
        var elsewhere = epochs.SelectMany(epoch => epoch.ChannelQualities.Where(quality => quality.Channel != DamagedNight.Central || epoch.Number is < 24 or > 28))
            .SelectMany(quality => quality.Faults.Select(found => $"{quality.Channel} {found}")).ToList();
        Assert.True(elsewhere.Count == 0, string.Join("; ", elsewhere));
    }

    // A reference that has come off puts it in all of them, so the others are no measure; muscle is never that much.
    [Fact]
    public void Noise_of_every_channel_at_once_is_named_in_each()
    {
        int[] all = [0, 1, 2, 3, 4];
        var night = new DamagedNight(12, 13, [.. all.Select(channel => new InjectedFault(channel, SignalFault.Noisy, 6 * 30, 12 * 30, 200))]);
        foreach (var epoch in night.Epochs())
            foreach (var channel in all) Assert.Equal(epoch.Number >= 6, Found(epoch, channel).Contains(SignalFault.Noisy));
    }

    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    [InlineData(23)]
    public void An_undamaged_night_is_left_in_peace(ulong seed)
    {
        var epochs = new DamagedNight(80, seed).Epochs();
        var found = epochs.SelectMany(epoch => epoch.ChannelQualities).SelectMany(quality => quality.Faults).Count();
        Assert.True(found <= 3, $"{found} faults in {epochs.Count} epochs of 7 channels");
        Assert.DoesNotContain(epochs, epoch => epoch.SignalAdvisories.Count > 0);
        Assert.All(epochs, epoch => Assert.All(epoch.ChannelQualities, quality => Assert.Null(quality.Unusable)));
    }

    [Fact]
    public void Hum_is_measured_at_the_native_rate_in_microvolts_and_not_claimed_where_the_rate_hides_it()
    {
        var night = new DamagedNight(6, 12, new InjectedFault(0, SignalFault.Hum, 0, 180, 12));
        Assert.All(night.Epochs(), epoch =>
        {
            var hum = Assert.Single(epoch.ChannelQualities[0].Faults, fault => fault.Fault == SignalFault.Hum);
            Assert.InRange(hum.Amount, 11, 13);
        });
        var channel = new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", 100, SimulatedScaling);
        Assert.False(new ChannelMeter(channel, true).IsHumMeasurable);
        Assert.True(new ChannelMeter(channel with { RateHz = 128 }, true).IsHumMeasurable);
    }

    [Fact]
    public void A_real_recording_of_one_living_channel_has_hardly_a_fault()
    {
        var path = SharedData.FileOrSkip("dynamo", "dynamo.edf");
        using var stream = File.OpenRead(path);
        var study = Streaming.Core.Signals.Edf.EdfStudy.From(
            Streaming.Core.Signals.Edf.EdfReader.Open(stream), Guid.Empty, [DerivationMap.Parse("EEG=C4-M1")]);
        var session = new BedSession(study.Study, Montage.Resolve(study.Study), Streaming.Core.Rendering.RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        var epochs = study.Blocks(1).SelectMany(block => session.Accept(block, 0, 0)).ToList();
        var faults = epochs.SelectMany(epoch => epoch.ChannelQualities[0].Faults).Select(fault => fault.Fault).ToList();
        Assert.True(faults.Count <= 5, string.Join(", ", faults));
        Assert.DoesNotContain(epochs, epoch => epoch.ChannelQualities[0].Unusable is not null);
    }

    [Fact]
    public void Measuring_a_channel_allocates_nothing()
    {
        var channel = new Channel(0, "C4-M1", ChannelKind.Eeg, "uV", 256, SimulatedScaling);
        var (meter, epoch) = (new ChannelMeter(channel, true), new ChannelEpoch(new Stack<(int[], bool[])>()));
        epoch.Clear(7680);
        epoch.Place(0, Enumerable.Range(0, 7680).Select(n => (int)(300 * Math.Sin(n / 9.0))).ToArray(), false);
        meter.Measure(epoch);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var n = 0; n < 20; n++) meter.Measure(epoch);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private static ChannelScaling SimulatedScaling => new("-3276.8", "3276.7", short.MinValue, short.MaxValue);

    private static IEnumerable<SignalFault> Found(Epoch epoch, int channel) => epoch.ChannelQualities[channel].Faults.Select(fault => fault.Fault);
}
