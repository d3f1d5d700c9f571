using Microsoft.Extensions.Time.Testing;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

public sealed class NightProgressTests
{
    [Fact]
    public void Long_work_says_every_pause_how_far_it_is_and_that_it_is_done()
    {
        var (time, log) = (new FakeTimeProvider(), new StringWriter());
        var progress = new NightProgress("nights in the pool", 40, time, log, TimeSpan.FromSeconds(10));
        for (var night = 0; night < 50; night++) // those after the pool is full are no part of it
        {
            time.Advance(TimeSpan.FromSeconds(1));
            progress.Done();
        }
        Assert.Equal(
            ["nights in the pool: 10 of 40, 30 s left", "nights in the pool: 20 of 40, 20 s left", "nights in the pool: 30 of 40, 10 s left", "nights in the pool: 40 of 40, in 40 s"],
            log.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void Work_that_is_over_within_a_pause_says_nothing()
    {
        var log = new StringWriter();
        var progress = new NightProgress("nights in the pool", 2, new FakeTimeProvider(), log, TimeSpan.FromSeconds(10));
        progress.Done();
        progress.Done();
        Assert.Equal("", log.ToString());
    }
}
