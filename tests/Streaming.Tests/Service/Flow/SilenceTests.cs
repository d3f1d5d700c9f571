using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>What only a clock can tell, by a clock of our own.</summary>
public sealed class SilenceTests
{
    [Fact]
    public async Task Loss_of_signal_is_told_within_five_seconds_and_the_bed_is_not_shown_as_staging()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var study = new TestStudy(60, seed: 91);
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:StallSeconds=4"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(35));
        await UntilAsync(async () => (await BedAsync(host)).StudySeconds >= 35);

        var last = time.GetUtcNow();
        for (var second = 0; second < 5; second++) time.Advance(TimeSpan.FromSeconds(1));

        await UntilAsync(async () => (await BedAsync(host)).State == BedState.Stalled);
        var told = Assert.Single((await BedAsync(host)).Advisories, advisory => advisory.Cause == "study-stalled");
        Assert.True(told.Onset.ToDateTimeOffset() - last <= TimeSpan.FromSeconds(5));
        Assert.Equal(AdvisoryPriority.High, told.Priority);
    }

    [Fact]
    public async Task A_study_without_a_descriptor_pins_recovery_for_a_bounded_time_only()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:HeldHours=2"]);
        await host.FeedAsync("bed-1", new TestStudy(60, seed: 92).Blocks().Take(3));
        var lane = host.Services.GetRequiredService<Ward>().Lanes.Single(pair => pair.Key == new BedKey("lab", "bed-1")).Value;
        await UntilAsync(() => Task.FromResult(lane.SafeOffset == 0));

        time.Advance(TimeSpan.FromHours(3));

        await UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(lane.SafeOffset == long.MaxValue);
        });
    }

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        // Generous: it bounds a hang, not a duration.
        for (var attempt = 0; attempt < 3000; attempt++)
        {
            if (await isSo()) return;
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Fail("It did not come to be.");
    }

    private static async Task<Bed> BedAsync(ServiceHost host) =>
        (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
}
