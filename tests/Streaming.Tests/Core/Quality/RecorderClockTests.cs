using Streaming.Core.Quality;
using Xunit;

namespace Streaming.Tests.Core.Quality;

public sealed class RecorderClockTests
{
    [Theory]
    [InlineData(1.0, null)]
    [InlineData(1.00005, null)] // a crystal
    [InlineData(1.001, 40)]
    [InlineData(0.999, 40)]
    [InlineData(1.01, 8)]
    [InlineData(0.99, 8)]
    [InlineData(60.0, null)] // a replay
    [InlineData(1.2, null)] // a slow one
    public void A_rate_that_is_off_is_told_within_minutes_and_a_steady_one_never(double speed, int? withinMinutes)
    {
        var (clock, random) = (new RecorderClock(), new Random(3));
        double? toldAt = null;
        var share = 0.0;
        for (var wall = 0.0; wall < 4 * 3600; wall++)
        {
            // Blocks of a second, up to a second late.
            var arrives = DateTimeOffset.UnixEpoch.AddSeconds(wall + random.NextDouble());
            if (clock.Note(arrives, Math.Floor(wall * speed)) is not { IsOff: true } drift) continue;
            toldAt ??= wall / 60;
            share = drift.Share;
        }
        if (withinMinutes is not { } limit)
        {
            Assert.Null(toldAt);
            return;
        }
        Assert.InRange(toldAt!.Value, 1, limit);
        Assert.InRange(share, 1 / speed - 1 - 0.0003, 1 / speed - 1 + 0.0003);
    }

    [Fact]
    public void What_was_told_stays_between_the_limit_of_two_seconds_and_half_of_it()
    {
        var clock = new RecorderClock();
        double[] apart = [0, 1.9, 2.1, 1.1, 0.9]; // s, ten minutes each
        var isOff = new bool[apart.Length];
        for (var wall = 0; wall < 600 * apart.Length; wall += 30)
        {
            var study = wall - apart[wall / 600];
            if (clock.Note(DateTimeOffset.UnixEpoch.AddSeconds(wall), study) is { } drift) isOff[wall / 600] = drift.IsOff;
        }
        Assert.Equal([false, false, true, true, false], isOff);
    }

    [Fact]
    public void An_outage_that_is_made_up_for_is_no_drift()
    {
        var clock = new RecorderClock();
        for (var wall = 0; wall < 7200; wall++)
        {
            var arrives = wall is >= 3000 and < 3040 ? 3040 : wall;
            if (clock.Note(DateTimeOffset.UnixEpoch.AddSeconds(arrives), wall) is { } drift) Assert.False(drift.IsOff);
        }
    }
}
