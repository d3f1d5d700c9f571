using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;
using Night = Streaming.Core.Hypnogram.Hypnogram;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class SleepStatisticsTests
{
    [Fact]
    public void A_night_by_hand()
    {
        // Lights off at epoch 2, on at the end of epoch 17: 16 epochs, 8 min in bed.
        // Epochs 2-3 W, 4 N1, 5-6 N2, 7 W, 8 N2, 9-10 N3, 11-12 R, 13 W, 14 R, 15-17 W.
        var night = SleepStatistics.Of(Nights.Of("WW WW1 22W2 33RR WR WWW W", 60, 18 * 30));
        Assert.Equal(8, night.TimeInBedMinutes);
        Assert.Equal(4.5, night.TotalSleepMinutes);
        Assert.Equal(1, night.SleepOnsetLatencyMinutes);
        Assert.Null(night.PersistentSleepLatencyMinutes);
        Assert.Equal(3.5, night.RemLatencyMinutes);
        Assert.Equal(56.25, night.SleepEfficiencyPercent);
        Assert.Equal(2.5, night.WasoMinutes);
        Assert.True(night.WasoIsRemainder);
        Assert.Equal(3, night.Awakenings);
        Assert.Equal(9, night.StageShifts);
        Assert.Equal([3.5, 0.5, 1.5, 1, 1.5], night.StageMinutes!);
        Assert.Equal(100.0 / 3, night.StagePercentOfSleep![2]!.Value, 1e-12);
        Assert.False(night.InProgress);
    }

    [Fact]
    public void The_variant_of_wake_after_sleep_onset_is_named()
    {
        var night = SleepStatistics.Of(Nights.Of("W2W2WWWW", 0, 240), WasoVariant.UntilLastSleep);
        Assert.Equal((WasoVariant.UntilLastSleep, 0.5, false), (night.Waso, night.WasoMinutes!.Value, night.WasoIsRemainder!.Value));
    }

    [Fact]
    public void Before_lights_off_nothing_has_started()
    {
        var night = SleepStatistics.Of(Nights.Of("WW2233RR"));
        string[] always = [nameof(SleepStatistics.Waso), nameof(SleepStatistics.InProgress)];
        foreach (var property in typeof(SleepStatistics).GetProperties().Where(p => !always.Contains(p.Name))) Assert.Null(property.GetValue(night));
    }

    [Theory]
    [InlineData('W')]
    [InlineData('x')]
    [InlineData('?')]
    public void Ten_minutes_of_sleep_are_on_end_only_where_every_epoch_is_known_to_be_sleep(char between)
    {
        var night = SleepStatistics.Of(Nights.Of($"{new string('2', 19)}{between}{new string('2', 20)}", 0, 40 * 30));
        Assert.Equal(10, night.PersistentSleepLatencyMinutes);
    }

    [Fact]
    public void Lights_off_after_the_last_scored_epoch_is_a_start_without_time()
    {
        var night = SleepStatistics.Of(Nights.Of("WW", 300));
        Assert.Equal(0, night.TimeInBedMinutes);
        Assert.Equal(0, night.TotalSleepMinutes);
        Assert.Null(night.SleepEfficiencyPercent);
        Assert.Null(night.SleepOnsetLatencyMinutes);
        Assert.True(night.InProgress);
    }

    [Fact]
    public void Unscorable_and_unknown_stand_apart_from_wake()
    {
        var night = SleepStatistics.Of(Nights.Of("W2xx??2W", 0, 300));
        Assert.Equal(1, night.StageMinutes![(int)Stage.W]);
        Assert.Equal(1, night.UnscorableMinutes);
        Assert.Equal(2, night.UnknownMinutes); // two epochs, and the minute after the last one
        Assert.Equal(0.5, night.WasoMinutes);
        Assert.False(night.WasoIsRemainder);
        Assert.Equal(1, night.Awakenings);
    }

    [Fact]
    public void Lights_within_an_epoch_take_their_part_of_it()
    {
        var night = SleepStatistics.Of(Nights.Of("W22W", 20, 100));
        Assert.Equal(80.0 / 60, night.TimeInBedMinutes);
        Assert.Equal(10.0 / 60, night.SleepOnsetLatencyMinutes);
        Assert.Equal(20.0 / 60, night.StageMinutes![0], 1e-12);
    }

    [Fact]
    public void Lights_off_during_sleep_gives_no_latency() => Assert.Equal(0, SleepStatistics.Of(Nights.Of("22", 45)).SleepOnsetLatencyMinutes);

    [Fact]
    public void Persistent_sleep_starts_with_the_first_ten_minutes_on_end()
    {
        var night = SleepStatistics.Of(Nights.Of("W" + new string('2', 19) + "W" + new string('2', 20), 0));
        Assert.Equal(0.5, night.SleepOnsetLatencyMinutes);
        Assert.Equal(10.5, night.PersistentSleepLatencyMinutes);
    }

    [Fact]
    public void Lights_on_before_off_is_refused() => Assert.Throws<ArgumentException>(() => SleepStatistics.Of(Nights.Of("WW", 30, 29)));

    [Fact]
    public void Minutes_sum_to_time_in_bed_wherever_the_lights_are_switched() => Prop.ForAll(
        Arb.From(Nights.Any), Arb.From(Gen.Choose(0, 4000)), Arb.From(Gen.Choose(0, 6000)),
        (stages, off, length) =>
        {
            var night = SleepStatistics.Of(new Night(0, stages) { LightsOffSeconds = off, LightsOnSeconds = off + length });
            var sum = night.StageMinutes!.Sum() + night.UnscorableMinutes!.Value + night.UnknownMinutes!.Value;
            var sleep = night.StageMinutes!.Skip(1).Sum();
            return Math.Abs(sum - night.TimeInBedMinutes!.Value) < 1e-9 && Math.Abs(sleep - night.TotalSleepMinutes!.Value) < 1e-9
                && night.UnknownMinutes > -1e-9 && (night.WasoMinutes is null || night.WasoMinutes <= night.StageMinutes![0] + 1e-9)
                && (night.StagePercentOfSleep is null || Math.Abs(night.StagePercentOfSleep.Sum()!.Value - 100) < 1e-9);
        }).Check(Nights.Config);
}
