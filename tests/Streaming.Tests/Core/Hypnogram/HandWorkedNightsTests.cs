using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

/// <summary>Whole nights whose figures were worked out on paper from the AASM manual's definitions: time in bed is lights off to lights on; sleep onset
/// the first epoch of any stage but W; R latency sleep onset to the first R; WASO the wake from onset to lights on; efficiency sleep over time in
/// bed. An epoch is half a minute.</summary>
public sealed class HandWorkedNightsTests
{
    [Fact]
    public void Plain_night()
    {
        // Lights off at 0 s. 10 W, 4 N1, 40 N2, 30 N3, 20 R, 2 W, 40 N2, 24 R, 10 W: 180 epochs, 90 min; lights on at 5400 s.
        // Sleep: 4 + 40 + 30 + 20 + 40 + 24 = 158 epochs = 79 min. Latency 10 epochs = 5 min. R begins 74 epochs after onset = 37 min.
        // WASO: 2 + 10 = 12 epochs = 6 min. Efficiency 79/90. Awakenings: R to W, and R to W = 2. Shifts: 8 changes of run.
        // Cycle 1: N1 at epoch 10 (300 s); R from epoch 84 (2520 s) to epoch 104 (3120 s), 10 min. Next R begins at epoch 146, 42 epochs = 21 min
        // later: a period of its own; cycle 2: N2 at epoch 106 (3180 s) to epoch 170 (5100 s), R from 4380 s, 12 min.
        var night = Of((10, 'W'), (4, '1'), (40, '2'), (30, '3'), (20, 'R'), (2, 'W'), (40, '2'), (24, 'R'), (10, 'W')).Between(0, 5400);
        AssertFigures(night, inBed: 90, asleep: 79, latency: 5, remLatency: 37, waso: 6, awakenings: 2, shifts: 8);
        Assert.Equal(100 * 79.0 / 90, night.SleepEfficiencyPercent!.Value, 1e-12);
        Assert.Equal([11, 2, 40, 15, 22], night.StageMinutes!);
        Assert.Equal(37, night.RemLatencyWithoutWakeMinutes);
        Assert.Equal([new RemCycle(300, 2520, 3120, 10), new RemCycle(3180, 4380, 5100, 12)], night.RemCycles!);
        Assert.True(night.WasoIsRemainder);
    }

    [Fact]
    public void Night_with_gaps()
    {
        // Lights off at 0 s, on at 3600 s (120 epochs). 4 W, 20 N2, 10 unscorable, 10 unknown, 20 N2, 6 W, 20 R, 10 W; then 20 epochs never recorded.
        // Sleep: 20 + 20 + 20 = 60 epochs = 30 min. Unscorable 5 min. Unknown: 10 epochs and the 20 of no recording = 15 min.
        // WASO is scored wake only: 6 + 10 = 16 epochs = 8 min. 60 min in bed - 2 latency - 30 sleep = 28 min, which is not 8: no remainder.
        // R latency: 20 + 20 + 20 + 6 = 66 epochs after onset = 33 min of clock time, gaps included; 3 min of it are wake, so 30 without.
        // Shifts, gaps passed over: W-N2, N2-W, W-R, R-W = 4. Awakenings: N2 to W, R to W = 2.
        var night = Of((4, 'W'), (20, '2'), (10, 'x'), (10, '?'), (20, '2'), (6, 'W'), (20, 'R'), (10, 'W')).Between(0, 3600);
        AssertFigures(night, inBed: 60, asleep: 30, latency: 2, remLatency: 33, waso: 8, awakenings: 2, shifts: 4);
        Assert.Equal((5.0, 15.0, 30.0), (night.UnscorableMinutes!.Value, night.UnknownMinutes!.Value, night.RemLatencyWithoutWakeMinutes!.Value));
        Assert.Equal(50, night.SleepEfficiencyPercent);
        Assert.False(night.WasoIsRemainder);
        Assert.Equal(new RemCycle(120, 2100, 2700, 10), Assert.Single(night.RemCycles!));
    }

    [Fact]
    public void Night_without_sleep()
    {
        // 60 W between the lights: 30 min in bed, no sleep. Latencies and WASO are not defined (not zero), efficiency is 0, nothing of sleep has a share.
        var night = Of((60, 'W')).Between(0, 1800);
        AssertFigures(night, inBed: 30, asleep: 0, latency: null, remLatency: null, waso: null, awakenings: 0, shifts: 0);
        Assert.Equal(0, night.SleepEfficiencyPercent);
        Assert.Null(night.StagePercentOfSleep);
        Assert.Null(night.PersistentSleepLatencyMinutes);
        Assert.Empty(night.RemCycles!);
    }

    [Fact]
    public void Night_without_R()
    {
        // 6 W, 6 N1, 30 N2, 18 N3, 12 N2, 8 W: 80 epochs, 40 min. Sleep 66 epochs = 33 min, latency 3 min, WASO 4 min, one awakening, 5 shifts.
        // No R: no latency of it, no cycle, 0 minutes of it, 0 per cent. Sleep on end from epoch 6 for 66 epochs: persistent latency 3 min too.
        var night = Of((6, 'W'), (6, '1'), (30, '2'), (18, '3'), (12, '2'), (8, 'W')).Between(0, 2400);
        AssertFigures(night, inBed: 40, asleep: 33, latency: 3, remLatency: null, waso: 4, awakenings: 1, shifts: 5);
        Assert.Null(night.RemLatencyWithoutWakeMinutes);
        Assert.Empty(night.RemCycles!);
        Assert.Equal((0.0, 100 * 9.0 / 33), (night.StagePercentOfSleep![4]!.Value, night.StagePercentOfSleep![3]!.Value));
        Assert.Equal(3, night.PersistentSleepLatencyMinutes);
    }

    [Fact]
    public void Sleep_before_lights_off()
    {
        // 4 W, 8 N2, then lights off at 360 s (epoch 12) in mid-sleep: 6 N2, 2 W, 10 R, 2 W; lights on at 960 s (epoch 32), 20 epochs = 10 min.
        // Only what lies between the lights counts: the first epoch after lights off is sleep, so latency is 0. Sleep 16 epochs = 8 min.
        // R latency: 8 epochs = 4 min from onset, one of them wake: 3 without. WASO 4 epochs = 2 min.
        // The cycle begins with the lights, where its NREM begins to count.
        var night = Of((4, 'W'), (14, '2'), (2, 'W'), (10, 'R'), (2, 'W')).Between(360, 960);
        AssertFigures(night, inBed: 10, asleep: 8, latency: 0, remLatency: 4, waso: 2, awakenings: 2, shifts: 3);
        Assert.Equal([2, 0, 3, 0, 5], night.StageMinutes!);
        Assert.Equal(3, night.RemLatencyWithoutWakeMinutes);
        Assert.Equal(new RemCycle(360, 600, 900, 5), Assert.Single(night.RemCycles!));
    }

    [Fact]
    public void Wake_at_the_end()
    {
        // 2 W, 20 N2, 4 W, 10 N2, 24 W: 60 epochs, 30 min. Until lights on WASO is 4 + 24 = 28 epochs = 14 min; until the last sleep 4 epochs = 2 min.
        var stages = Of((2, 'W'), (20, '2'), (4, 'W'), (10, '2'), (24, 'W'));
        var night = stages.Between(0, 1800);
        AssertFigures(night, inBed: 30, asleep: 15, latency: 1, remLatency: null, waso: 14, awakenings: 2, shifts: 4);
        Assert.Equal(2, stages.Between(0, 1800, WasoVariant.UntilLastSleep).WasoMinutes);
    }

    [Fact]
    public void Night_that_is_going_on_in_R_from_the_start()
    {
        // Lights off at 30 s and still off. R from the first epoch (as in narcolepsy): 1 W (before the lights), 10 R, 20 N2, 6 R, 29 N2, 10 R.
        // Sleep 75 epochs = 37.5 min, all of the time in bed. R latency 0. Between the first R's end (epoch 11) and the second (epoch 31) lie 20 epochs
        // = 10 min: less than 15, one period of 5 + 3 = 8 min. Between epoch 37 and epoch 66 lie 29 epochs = 14.5 min: still the same period, 13 min.
        var night = Of((1, 'W'), (10, 'R'), (20, '2'), (6, 'R'), (29, '2'), (10, 'R')).Between(30, null);
        AssertFigures(night, inBed: 37.5, asleep: 37.5, latency: 0, remLatency: 0, waso: 0, awakenings: 0, shifts: 4);
        Assert.True(night.InProgress);
        Assert.Equal(new RemCycle(30, 30, 2280, 13), Assert.Single(night.RemCycles!));
    }

    [Fact]
    public void Periods_of_R_fifteen_minutes_apart_are_two()
    {
        // 2 N2, 2 R, 30 N2 (15 min), 2 R. The second cycle begins with the NREM after the first R, epoch 4 = 120 s.
        var night = Of((2, '2'), (2, 'R'), (30, '2'), (2, 'R')).Between(0, 1080);
        Assert.Equal([new RemCycle(0, 60, 120, 1), new RemCycle(120, 1020, 1080, 1)], night.RemCycles!);
    }

    private static Worked Of(params (int Epochs, char Stage)[] runs) => new(string.Concat(runs.Select(run => new string(run.Stage, run.Epochs))));

    private static void AssertFigures(
        SleepStatistics night, double inBed, double asleep, double? latency, double? remLatency, double? waso, int awakenings, int shifts)
    {
        Assert.Equal(inBed, night.TimeInBedMinutes);
        Assert.Equal(asleep, night.TotalSleepMinutes);
        Assert.Equal(latency, night.SleepOnsetLatencyMinutes);
        Assert.Equal(remLatency, night.RemLatencyMinutes);
        Assert.Equal(waso, night.WasoMinutes);
        Assert.Equal(awakenings, night.Awakenings);
        Assert.Equal(shifts, night.StageShifts);
    }

    /// <summary>A night in letters, to be put between lights.</summary>
    private sealed record Worked(string Letters)
    {
        public SleepStatistics Between(double off, double? on, WasoVariant variant = WasoVariant.UntilLightsOn) =>
            SleepStatistics.Of(Nights.Of(Letters, off, on), variant);
    }
}
