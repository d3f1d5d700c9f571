using Microsoft.Extensions.Time.Testing;
using Streaming.Replay.Gateway;

namespace Streaming.Tests.Replay.Gateway;

public sealed class SampleClockTests
{
    [Fact]
    public void Clock_waits_until_study_time_has_passed_at_its_speed()
    {
        var time = new FakeTimeProvider();
        var waiting = new SampleClock(time, speed: 60).WaitUntilAsync(30, CancellationToken.None).AsTask();
        time.Advance(TimeSpan.FromMilliseconds(499));
        Assert.False(waiting.IsCompleted);
        time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(waiting.IsCompleted);
    }

    [Fact]
    public void Clock_catches_up_at_once_after_a_hold_up()
    {
        var time = new FakeTimeProvider();
        var clock = new SampleClock(time, speed: 1);
        time.Advance(TimeSpan.FromSeconds(10));
        Assert.True(clock.WaitUntilAsync(10, CancellationToken.None).IsCompletedSuccessfully);
        Assert.False(clock.WaitUntilAsync(11, CancellationToken.None).IsCompleted);
    }

    /// <summary>A timer takes 49 days, a time span 29,000 years: at a millionth of the speed a second is longer than the one, and an hour at less than the other.</summary>
    [Theory]
    [InlineData(1e-6)]
    [InlineData(1e-300)]
    public void Clock_waits_longer_than_a_timer_can(double speed)
    {
        var time = new FakeTimeProvider();
        var waiting = new SampleClock(time, speed).WaitUntilAsync(3600, CancellationToken.None).AsTask();
        for (var month = 0; month < 5; month++) time.Advance(TimeSpan.FromDays(31));
        Assert.False(waiting.IsCompleted);
    }

    [Fact]
    public void Clock_without_a_speed_waits_for_nothing_but_can_be_stopped()
    {
        var clock = new SampleClock(new FakeTimeProvider(), double.PositiveInfinity);
        Assert.True(clock.WaitUntilAsync(1_000_000, CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(clock.WaitUntilAsync(1, new CancellationToken(true)).IsCanceled);
    }
}
