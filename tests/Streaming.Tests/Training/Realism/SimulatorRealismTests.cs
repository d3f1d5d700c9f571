using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

/// <summary>The simulator must be no easier than people, and its events as dense as published (sources in docs/simulation.md).</summary>
public sealed class SimulatorRealismTests
{
    private static readonly int[] FpzCz = [0, 1, 2, 3, 4];

    private static readonly SimulatedNight[] Nights = [.. Enumerable.Range(0, 24).Select(subject => SimulatedRealism.Night((ulong)subject))];

    [Theory]
    [InlineData(SimulatedEventKind.Spindle, Stage.N2, 1.0, 5.8, 0.6, 1.2)]
    [InlineData(SimulatedEventKind.KComplex, Stage.N2, 0.5, 3, 0.5, 1.5)]
    [InlineData(SimulatedEventKind.SlowWave, Stage.N3, 10, 48, 0.75, 1.6)]
    [InlineData(SimulatedEventKind.Arousal, Stage.N2, 0.1, 0.45, 3, 17)]
    [InlineData(SimulatedEventKind.Arousal, Stage.R, 0.1, 0.45, 3, 17)]
    public void Events_are_as_dense_and_as_long_as_published(
        SimulatedEventKind kind, Stage stage, double least, double most, double shortest, double longest)
    {
        var density = EventDensity.Of(Nights, kind, stage);
        Assert.InRange(density.PerMinute, least, most);
        Assert.InRange(density.Seconds, shortest, longest);
    }

    [Fact]
    public void Eyes_are_still_in_most_of_rem()
    {
        var (windows, moved) = (0, 0);
        foreach (var night in Nights)
        {
            var movements = night.Events.Where(e => e.Kind == SimulatedEventKind.RapidEyeMovement).Select(e => (int)(e.OnsetSeconds / 5)).ToHashSet();
            for (var window = 0; window < night.Stages.Count * 6; window++)
            {
                if (night.Stages[window / 6] != Stage.R) continue;
                windows++;
                if (movements.Contains(window)) moved++;
            }
        }
        Assert.InRange(moved / (double)windows, 0.12, 0.45); // 20.5 % of 5-s windows without sawtooth waves, 44.8 % with
    }

    [Theory]
    [InlineData(SimulatedEventKind.VertexWave, Stage.N1)]
    [InlineData(SimulatedEventKind.SawtoothWaves, Stage.R)]
    [InlineData(SimulatedEventKind.Alpha, Stage.W)]
    public void Marker_is_missing_in_some_sleepers(SimulatedEventKind kind, Stage stage)
    {
        var nights = Nights.Where(night => night.Stages.Count(other => other == stage) >= 20).ToArray();
        var without = nights.Count(night => EventDensity.Of([night], kind, stage).PerMinute == 0);
        Assert.InRange(without / (double)nights.Length, 0.01, 0.5);
    }

    [Fact]
    public void Logistic_model_finds_simulated_people_no_easier_than_real_ones()
    {
        var options = new NightSimulatorOptions { Epochs = 240, Layout = SimulatedLayout.SleepEdf, RateHz = 100, StartsAnywhere = true };
        var nights = Enumerable.Range(0, 15).Select(subject => Measured(options, 100 + (ulong)subject)).ToArray();
        var (train, test) = CrossTraining.Halves(nights);
        var both = CrossTraining.Run(train, test, [.. Enumerable.Range(0, BandPowerNight.EegFeatures)]);
        var single = CrossTraining.Run(train, test, FpzCz);
        Assert.InRange(both.Kappa, 0.40, 0.73); // people: 0.60 from the same channels
        Assert.InRange(single.Kappa, 0.30, 0.65); // people: 0.53
        // N1 must not be told from R by one EEG better than people's is (recall of N1 0.08-0.15 there).
        Assert.True(single.Recalls.ElementAt((int)Stage.N1) < 0.45, $"{single.Recalls.ElementAt((int)Stage.N1):f2}");
    }

    [Fact]
    public void Deep_sleep_is_more_peaked_and_unsteady_than_noise()
    {
        var meter = new WaveformMeter();
        var random = new SeededRandom(3);
        var noise = Enumerable.Range(0, 100).Select(_ => meter.Measure([.. Enumerable.Range(0, 3000).Select(_ => (float)random.Normal())])).ToArray();
        Assert.InRange(noise.Average(shape => shape.Kurtosis), 2.9, 3.1);
        var night = Nights[3];
        var samples = SimulatedBandPowers.Samples(night, 0);
        var light = Enumerable.Range(0, night.Stages.Count).Where(epoch => night.Stages[epoch] == Stage.N2)
            .Select(epoch => meter.Measure(samples.AsSpan(epoch * 3000, 3000))).ToArray();
        Assert.True(light.Average(shape => shape.Kurtosis) > noise.Average(shape => shape.Kurtosis) + 0.2);
        Assert.True(light.Average(shape => shape.SigmaModulation) > noise.Average(shape => shape.SigmaModulation) + 0.1);
    }

    private static BandPowerNight Measured(NightSimulatorOptions options, ulong seed)
    {
        var night = new NightSimulator(options, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        return SimulatedBandPowers.Measure(night, night.ScoredStages, $"{seed}");
    }
}
