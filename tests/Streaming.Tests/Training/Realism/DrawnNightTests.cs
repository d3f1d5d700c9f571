using Streaming.Core.Staging;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

public sealed class DrawnNightTests
{
    [Fact]
    public void Drawn_night_has_the_stages_and_band_powers_of_the_one_it_follows()
    {
        var night = MeasuredNights.Of(seed: 3, epochs: 80);
        var drawn = new DrawnNight(night, night.Stages, seed: 7);
        Assert.Equal(night.Stages.Select(stage => (Stage?)stage), drawn.Stages);
        var measured = SimulatedBandPowers.Measure(drawn.AsRecorded(), night.Stages, "drawn");
        Assert.Equal(night.Stages.Length, measured.Values.Length);
        foreach (var first in (int[])[0, BandPowerNight.Bands])
        {
            // The real one's constant is unknown: what differs from epoch to epoch and from band to band must agree.
            double[] missed = [.. measured.Values.Zip(night.Values, (ours, theirs) =>
                Enumerable.Range(first, BandPowerNight.Bands).Select(value => ours[value] - theirs[value])).SelectMany(row => row)];
            Assert.InRange(missed.Average(miss => Math.Abs(miss - missed.Average())), 0, 0.05);
        }
    }

    [Fact]
    public void What_waves_are_planned_by_is_in_the_signal_and_what_the_scorer_wrote_is_not()
    {
        var night = MeasuredNights.Of(seed: 4, epochs: 40);
        var relabelled = night with { Stages = [.. night.Stages.Select(_ => Stage.W)] };
        var waves = night.Stages;
        Assert.Equal(Samples(new DrawnNight(night, waves, 7)), Samples(new DrawnNight(relabelled, waves, 7)));
        Assert.NotEqual(Samples(new DrawnNight(night, waves, 7)), Samples(new DrawnNight(night, relabelled.Stages, 7)));
    }

    [Fact]
    public void Unscored_epochs_in_between_are_drawn_and_have_no_stage()
    {
        var night = MeasuredNights.Of(seed: 5, epochs: 20);
        int[] kept = [.. Enumerable.Range(0, 20).Where(epoch => epoch is not (7 or 8))];
        var gappy = new BandPowerNight("a", [.. kept.Select(epoch => epoch + 100)], [.. kept.Select(epoch => night.Stages[epoch])], [.. kept.Select(epoch => night.Values[epoch])]);
        var drawn = new DrawnNight(gappy, gappy.Stages, 1);
        Assert.Equal(night.Stages.Select((stage, epoch) => epoch is 7 or 8 ? (Stage?)null : stage), drawn.Stages);
        Assert.Equal(20 * 30, drawn.AsRecorded().Seconds);
    }

    private static float[] Samples(DrawnNight night) => SimulatedBandPowers.Samples(night.AsRecorded(), 0);
}
