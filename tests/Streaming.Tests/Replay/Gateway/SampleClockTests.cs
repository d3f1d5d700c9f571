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

    [Fact]
    public void Clock_without_a_speed_waits_for_nothing_but_can_be_stopped()
    {
        var clock = new SampleClock(new FakeTimeProvider(), double.PositiveInfinity);
        Assert.True(clock.WaitUntilAsync(1_000_000, CancellationToken.None).IsCompletedSuccessfully);
        Assert.True(clock.WaitUntilAsync(1, new CancellationToken(true)).IsCanceled);
    }
}
