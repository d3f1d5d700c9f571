using Microsoft.Extensions.Time.Testing;
using Streaming.V1;
using Xunit;

namespace Streaming.Tests.Service.Flow;

/// <summary>A gateway that counts wrong: the night goes on, or somebody is told that it does not.</summary>
public sealed class PlacingTests
{
    [Fact]
    public async Task One_block_with_a_wrong_index_costs_its_own_samples_and_is_told()
    {
        var study = new TestStudy(150, seed: 71);
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(50));
        await host.FeedAsync("bed-1", [study.Block(36_000, 36_001)]); // ten hours ahead
        await host.FeedAsync("bed-1", study.Blocks().Skip(50));
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);

        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        var told = Assert.Single(night.Advisories, advisory => advisory.Cause == "index-leap");
        Assert.StartsWith("250 samples of EEG C4-M1, E1-M2, ECG lay more than a minute ahead of all others", told.Text, StringComparison.Ordinal);
        Assert.Equal([(0L, 0L, 100L), (0, 0, 100), (0, 0, 50)], night.Accounts.Select(account => (account.Late, account.Lost, account.Refused)));
    }

    [Fact]
    public async Task A_bed_whose_samples_all_come_behind_what_is_decided_is_told_of_until_they_do_not()
    {
        var (study, time) = (new TestStudy(600, seed: 72), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)));
        await using var host = await ServiceHost.StartAsync(time: time);
        await FallBackAsync(host, study, time);
        var told = Assert.Single(await Told(host));
        Assert.Equal(AdvisoryPriority.High, told.Priority);
        Assert.Contains("min behind the furthest: nothing is staged", told.Text, StringComparison.Ordinal);

        await host.FeedAsync("bed-1", study.Blocks().Skip(252).Take(5));
        await ServiceHost.UntilAsync(async () => (await Told(host)).Count == 0);
    }

    [Fact]
    public async Task What_is_told_of_a_study_ends_with_it_the_new_one_that_it_asks_for_begins_clean()
    {
        var (study, next, time) = (new TestStudy(600, seed: 74), new TestStudy(65, seed: 75), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)));
        await using var host = await ServiceHost.StartAsync(time: time);
        await FallBackAsync(host, study, time);

        await host.FeedAsync("bed-1", next);
        await host.EndedNightAsync(next.Id);
        await ServiceHost.UntilAsync(async () => (await Told(host)).Count == 0);
    }

    [Fact]
    public async Task A_backlog_between_live_blocks_and_an_answer_to_a_request_are_nothing_to_be_told_of()
    {
        var study = new TestStudy(600, seed: 73);
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(60));
        foreach (var second in Enumerable.Range(0, 60)) // one of now, one of then
            await host.FeedAsync("bed-1", [study.Block(300 + second, 301 + second), study.Block(60 + second, 61 + second)]);
        var answer = study.Block(120, 180);
        answer.Backfill = true;
        await host.FeedAsync("bed-1", [answer]);
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudySeconds >= 360);

        Assert.DoesNotContain((await host.BedAsync()).Advisories, advisory => advisory.Cause is "samples-late" or "index-leap");
    }

    // A service that stood still gets once more what it had not acknowledged, hundreds of blocks, and all of it is late. It is over in a moment.
    [Fact]
    public async Task What_the_broker_delivers_again_at_once_is_nothing_to_be_told_of()
    {
        var (study, time) = (new TestStudy(400, seed: 74), new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)));
        await using var host = await ServiceHost.StartAsync(time: time);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(300));
        await host.FeedAsync("bed-1", study.Blocks().Skip(60).Take(180));
        await host.FeedAsync("bed-1", study.Blocks().Skip(300));
        await host.FeedAsync("bed-1", "event", study.End());

        Assert.DoesNotContain((await host.EndedNightAsync(study.Id)).Advisories, advisory => advisory.Cause == "samples-late");
    }

    // For twelve seconds it counts three minutes ahead, then where it was, a block a second, until somebody is told.
    private static async Task FallBackAsync(ServiceHost host, TestStudy study, FakeTimeProvider time)
    {
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(60));
        await host.FeedAsync("bed-1", study.Blocks().Skip(240).Take(12));
        var second = 60;
        await ServiceHost.UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            if (second < 240) await host.FeedAsync("bed-1", [study.Block(second, ++second)]);
            return (await Told(host)).Count == 1;
        });
    }

    private static async Task<List<Advisory>> Told(ServiceHost host) =>
        [.. (await host.BedAsync()).Advisories.Where(advisory => advisory.Cause == "samples-late")];
}
