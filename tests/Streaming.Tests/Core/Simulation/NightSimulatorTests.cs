using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Simulation;

public sealed class NightSimulatorTests
{
    [Fact]
    public void Night_to_follow_gives_length_and_stages_and_must_be_of_one_length()
    {
        var levels = Enumerable.Repeat(Enumerable.Repeat(-3.0, 10).ToArray(), 4).ToArray();
        NightSimulatorOptions Following(params Stage[] stages) => new() { Epochs = 9, Follow = new FollowedNight(stages, levels) };
        var night = new NightSimulator(Following(Stage.N2, Stage.N3, Stage.N3, Stage.R), 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        Assert.Equal([Stage.N2, Stage.N3, Stage.N3, Stage.R], night.Stages);
        string Refused(NightSimulatorOptions options) =>
            Assert.Throws<ArgumentException>(() => new NightSimulator(options, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch)).Message;
        Assert.Contains("1 stages and 4 epochs", Refused(Following(Stage.N2)), StringComparison.Ordinal);
        Assert.Contains("Epoch 3 of the night to follow is Unscorable", Refused(Following(Stage.N2, Stage.N3, Stage.N3, Stage.Unscorable)), StringComparison.Ordinal);
        levels[2] = [0];
        Assert.Contains("Epoch 2 of the night to follow needs 10 finite", Refused(Following(Stage.N2, Stage.N3, Stage.N3, Stage.R)), StringComparison.Ordinal);
    }

    [Fact]
    public void Night_is_the_same_when_the_seed_is_and_when_read_again()
    {
        var options = new NightSimulatorOptions
        {
            Epochs = 10,
            Layout = SimulatedLayout.Random,
            RateHz = null,
            RandomRecorder = true,
            StartsAnywhere = true,
        };
        var (first, second) = (Night(options, 5), Night(options, 5));
        Assert.Equal(first.Stages, second.Stages);
        Assert.Equal(first.ScoredStages, second.ScoredStages);
        Assert.Equal(first.Events, second.Events);
        Assert.Equal(first.Study.Channels, second.Study.Channels);
        Assert.Equal(Values(first, 0), Values(second, 0));
        Assert.Equal(Values(first, 0), Values(first, 0));
    }

    [Fact]
    public void Night_differs_when_the_seed_does()
    {
        var options = new NightSimulatorOptions { Epochs = 4, RateHz = 100 };
        Assert.NotEqual(Values(Night(options, 1), 0), Values(Night(options, 2), 0));
    }

    [Theory]
    [InlineData(SimulatedLayout.Aasm, 100)]
    [InlineData(SimulatedLayout.Aasm, 500)]
    [InlineData(SimulatedLayout.Shhs, null)]
    [InlineData(SimulatedLayout.SleepEdf, null)]
    public void Blocks_hold_every_sample_up_to_the_stated_end(SimulatedLayout layout, int? rateHz)
    {
        var night = Night(new NightSimulatorOptions { Epochs = 3, Layout = layout, RateHz = rateHz, RandomRecorder = true }, 3);
        var next = new long[night.Study.Channels.Count];
        foreach (var run in night.Blocks().SelectMany(block => block.Channels))
        {
            Assert.Equal(next[run.Channel], run.FirstIndex);
            next[run.Channel] += run.Values.Length;
        }
        Assert.Equal(night.End.LastIndices, next.Select(index => index - 1));
        Assert.True(night.Seconds >= (double)night.Study.EpochOriginSeconds + 30 * night.Stages.Count);
    }

    [Theory]
    [InlineData(SimulatedLayout.Aasm, DerivationRow.Frontal)]
    [InlineData(SimulatedLayout.Aasm, DerivationRow.Chin)]
    [InlineData(SimulatedLayout.SleepEdf, DerivationRow.Frontal)]
    [InlineData(SimulatedLayout.Mass, DerivationRow.Central)]
    [InlineData(SimulatedLayout.Isruc, DerivationRow.Occipital)]
    [InlineData(SimulatedLayout.SingleEeg, DerivationRow.Central)]
    public void Layout_has_names_that_fill_rows(SimulatedLayout layout, DerivationRow row) =>
        Assert.NotNull(Montage.Resolve(Night(new NightSimulatorOptions { Epochs = 1, Layout = layout, RateHz = null }, 1).Study).Rows[(int)row]);

    [Fact]
    public void Few_eeg_is_one_or_two_channels_at_low_rates()
    {
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var study = Night(new NightSimulatorOptions { Epochs = 1, Layout = SimulatedLayout.FewEeg, RateHz = null }, seed).Study;
            Assert.InRange(study.Channels.Count, 1, 2);
            Assert.All(study.Channels, channel => Assert.Equal(ChannelKind.Eeg, channel.Kind));
            Assert.All(study.Channels, channel => Assert.InRange((double)channel.RateHz, 100, 200));
        }
    }

    [Fact]
    public void Hum_and_heart_in_a_channel_are_listed_with_it()
    {
        var nights = Enumerable.Range(1, 20).Select(seed => Night(new NightSimulatorOptions { Epochs = 2, RandomRecorder = true }, (ulong)seed)).ToArray();
        foreach (var kind in new[] { SimulatedEventKind.Hum, SimulatedEventKind.HeartLeakage })
        {
            var events = nights.SelectMany(night => night.Events.Where(e => e.Kind == kind).Select(e => (night, e))).ToArray();
            Assert.NotEmpty(events);
            Assert.All(events, pair => Assert.InRange(pair.e.Channel!.Value, 0, pair.night.Study.Channels.Count - 1));
            Assert.All(events, pair => Assert.True(pair.e is { AmplitudeMicrovolts: > 0, OnsetSeconds: 0 }));
        }
    }

    [Fact]
    public void Eye_movements_are_opposite_and_blinks_alike_at_the_two_eyes()
    {
        var night = Night(new NightSimulatorOptions { Epochs = 900, RateHz = 100, ArtefactsPerHour = 0 }, 12);
        var (left, right) = (Microvolts(night, 3), Microvolts(night, 4));
        var opposite = Share(night, SimulatedEventKind.RapidEyeMovement, left, right, product => product < 0);
        var alike = Share(night, SimulatedEventKind.Blink, left, right, product => product > 0);
        Assert.True(opposite > 0.8, $"{opposite}");
        Assert.True(alike > 0.7, $"{alike}");
    }

    [Fact]
    public void Slow_waves_stand_where_the_events_say()
    {
        var night = Night(new NightSimulatorOptions { Epochs = 500, RateHz = 100, ArtefactsPerHour = 0 }, 11);
        var frontal = Microvolts(night, 0);
        var waves = night.Events.Where(e => e.Kind == SimulatedEventKind.SlowWave && e.AmplitudeMicrovolts > 50)
            .Where(e => e.OnsetSeconds + e.DurationSeconds < night.Seconds).ToArray();
        Assert.True(waves.Length > 100);
        var down = waves.Count(wave =>
            Part(frontal, wave, 0.1) < Part(frontal, wave, 0.55));
        Assert.True(down > 0.85 * waves.Length, $"{down} of {waves.Length}");
    }

    [Fact]
    public void Chin_tone_falls_from_wake_over_sleep_to_rem()
    {
        var levels = new Dictionary<Stage, List<double>>();
        for (var seed = 1UL; seed <= 3; seed++)
        {
            var night = Night(new NightSimulatorOptions { Epochs = 300, StartsAnywhere = true, RateHz = 100, ArtefactsPerHour = 0 }, seed);
            var chin = Microvolts(night, 5);
            for (var epoch = 0; epoch < night.Stages.Count; epoch++)
            {
                var power = chin.AsSpan(epoch * 3000, 3000).ToArray().Average(value => value * value);
                if (!levels.TryGetValue(night.Stages[epoch], out var list)) levels[night.Stages[epoch]] = list = [];
                list.Add(Math.Log(power));
            }
        }
        Assert.True(levels[Stage.W].Average() > levels[Stage.N2].Average() + 0.5);
        Assert.True(levels[Stage.N2].Average() > levels[Stage.R].Average() + 0.5);
    }

    [Fact]
    public void Options_out_of_range_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Night(new NightSimulatorOptions { Epochs = 0 }, 1));

    private static SimulatedNight Night(NightSimulatorOptions options, ulong seed) =>
        new NightSimulator(options, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);

    private static int[] Values(SimulatedNight night, int channel) =>
        [.. night.Blocks().SelectMany(block => block.Channels[channel].Values.ToArray())];

    private static float[] Microvolts(SimulatedNight night, int channel) => [.. Values(night, channel).Select(value => value * 0.1f)];

    private static double Part(float[] signal, SimulatedEvent wave, double from) =>
        Mean(signal, wave.OnsetSeconds + from * wave.DurationSeconds, 0.35 * wave.DurationSeconds);

    private static double Mean(float[] signal, double start, double seconds)
    {
        var span = signal.AsSpan((int)(start * 100), Math.Min((int)(seconds * 100), signal.Length - (int)(start * 100)));
        var sum = 0.0;
        foreach (var value in span) sum += value;
        return sum / span.Length;
    }

    // The first deflection: just after the onset against just before.
    private static double Share(SimulatedNight night, SimulatedEventKind kind, float[] left, float[] right, Func<double, bool> isRight)
    {
        var events = night.Events.Where(e => e.Kind == kind && e.AmplitudeMicrovolts > 60)
            .Where(e => e.OnsetSeconds > 1 && e.OnsetSeconds + 1 < night.Seconds).ToArray();
        Assert.True(events.Length > 50);
        return events.Count(e => isRight(Step(left, e.OnsetSeconds) * Step(right, e.OnsetSeconds))) / (double)events.Length;
    }

    private static double Step(float[] signal, double onset) => Mean(signal, onset + 0.1, 0.12) - Mean(signal, onset - 0.1, 0.1);
}
