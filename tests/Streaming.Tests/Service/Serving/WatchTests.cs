using Streaming.V1;
using ConfidenceCaps = Streaming.Core.Staging.ConfidenceCaps;

namespace Streaming.Tests.Service.Serving;

public sealed class WatchTests
{
    [Fact]
    public async Task Watcher_sees_every_decision_once_when_it_joins_in_mid_study()
    {
        await using var host = await ServiceHost.StartAsync();
        var study = new TestStudy(300);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(150));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report?.Epoch == 2 || item.SnapshotNight?.Reports.Count > 2));

        var watching = host.WatchUntilAsync(seen => seen.Any(item => item.Bed is { State: BedState.Ended }));
        await host.FeedAsync("bed-1", study.Blocks().Skip(150));
        await host.FeedAsync("bed-1", "event", study.End());
        var seen = await watching;

        var reports = seen.SelectMany(item => item.SnapshotNight?.Reports ?? [])
            .Concat(seen.Where(item => item.Report is not null).Select(item => item.Report)).ToList();
        Assert.Equal(Enumerable.Range(0, 10).Select(k => (long)k), reports.Select(report => report.Epoch).Distinct().Order());
        Assert.Equal(reports.Count, reports.DistinctBy(report => (report.Epoch, report.Revision)).Count());
        Assert.Equal(10, reports.Where(report => report.Revision == Revision.Revised).DistinctBy(report => report.Epoch).Count());
        Assert.All(seen.TakeWhile(item => item.SnapshotEnd is null), item => Assert.Null(item.Token)); // half a snapshot is none
        var sequences = seen.SkipWhile(item => item.SnapshotEnd is null).Select(item => item.Token.CommitSequence).ToList();
        Assert.Equal(sequences.Order(), sequences);
    }

    [Fact]
    public async Task Brief_snapshot_keeps_what_a_hypnogram_is_drawn_from_and_the_last_report_whole()
    {
        await using var host = await ServiceHost.StartAsync();
        var study = new TestStudy(120);
        await host.FeedAsync("bed-1", study);
        await host.FeedAsync("bed-1", "event", study.End());
        await host.EndedNightAsync(study.Id);

        var whole = await SnapshotAsync(host, new WatchRequest());
        var brief = await SnapshotAsync(host, new WatchRequest { BriefSnapshot = true });

        Assert.Equal(whole.Select(report => (report.Epoch, report.Revision, report.Stage)), brief.Select(report => (report.Epoch, report.Revision, report.Stage)));
        Assert.Equal(whole.Select(report => report.Probabilities), brief.Select(report => report.Probabilities));
        Assert.Equal(whole[^1], brief[^1]);
        Assert.NotEmpty(whole[0].Derivations);
        Assert.All(brief.SkipLast(1), report => Assert.Empty(report.Derivations));
        Assert.All(brief.SkipLast(1), report => Assert.All(report.Accounts, account => Assert.NotEqual(0, account.Lost)));
    }

    [Fact]
    public async Task Watcher_resumes_without_gap_or_double_when_it_hands_back_its_token()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:RingCapacity=16"]);
        var study = new TestStudy(300);
        await host.FeedAsync("bed-1", study);
        var all = await host.WatchUntilAsync(
            seen => seen.Any(item => item.Bed is { State: BedState.Ended }),
            new WatchRequest { Resume = new ResumeToken { StoreId = await StoreIdAsync(host), CommitSequence = 0 } });
        var committed = all.Where(item => item.Heartbeat is null).ToList();
        var half = committed[committed.Count / 2];

        var rest = await host.WatchUntilAsync(seen => seen.Any(item => item.Bed is { State: BedState.Ended }), new WatchRequest { Resume = half.Token });

        Assert.Equal(committed.Skip(committed.Count / 2 + 1), rest.Where(item => item.Heartbeat is null));
    }

    [Theory]
    [InlineData("11111111-1111-1111-1111-111111111111", 1)]
    [InlineData(null, 1_000_000)]
    public async Task Watcher_gets_a_reset_snapshot_when_its_token_is_of_no_use(string? storeId, ulong sequence)
    {
        await using var host = await ServiceHost.StartAsync();
        var token = new ResumeToken { StoreId = storeId ?? await StoreIdAsync(host), CommitSequence = sequence };

        var seen = await host.WatchUntilAsync(seen => seen.Any(item => item.SnapshotEnd is not null), new WatchRequest { Resume = token });

        Assert.True(seen[0].SnapshotBegin.Reset);
    }

    [Fact]
    public async Task Watcher_that_stops_reading_holds_nobody_up_and_is_told_everything_when_it_reads_again()
    {
        const int Epochs = 400; // several times what the connection's windows hold
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:RingCapacity=16"]);
        var from = new WatchRequest { Resume = new ResumeToken { StoreId = await StoreIdAsync(host), CommitSequence = 0 } };
        using var stalled = host.Client.Watch(from, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await stalled.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var study = new TestStudy(30 * Epochs);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", Enumerable.Range(0, Epochs).Select(epoch => study.Block(30 * epoch, 30 * (epoch + 1))));
        await host.FeedAsync("bed-1", "event", study.End());

        var all = await host.WatchUntilAsync(seen => seen.Any(item => item.Bed is { State: BedState.Ended }), from);

        var told = new List<WatchResponse>();
        while (told.LastOrDefault()?.Bed is not { State: BedState.Ended })
        {
            Assert.True(await stalled.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
            if (stalled.ResponseStream.Current.Heartbeat is null) told.Add(stalled.ResponseStream.Current);
        }
        Assert.Equal(all.Where(item => item.Heartbeat is null), told);
        Assert.Equal(2 * Epochs, told.Count(item => item.Report is not null));
    }

    [Fact]
    public async Task Watcher_that_stays_stuck_is_sent_away_and_resumes_without_loss()
    {
        const int Epochs = 400;
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:StuckSeconds=1", "Serving:RingCapacity=16"]);
        var from = new WatchRequest { Resume = new ResumeToken { StoreId = await StoreIdAsync(host), CommitSequence = 0 } };
        using var stuck = host.Client.Watch(from, cancellationToken: TestContext.Current.CancellationToken);
        Assert.True(await stuck.ResponseStream.MoveNext(TestContext.Current.CancellationToken));
        var study = new TestStudy(30 * Epochs);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", Enumerable.Range(0, Epochs).Select(epoch => study.Block(30 * epoch, 30 * (epoch + 1))));
        await host.FeedAsync("bed-1", "event", study.End());
        var all = await host.WatchUntilAsync(seen => seen.Any(item => item.Bed is { State: BedState.Ended }), from);
        var feed = Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.GetRequiredService<Streaming.Service.Serving.CommitFeed>(host.Services);
        while (feed.Watchers > 1) await Task.Delay(50, TestContext.Current.CancellationToken); // the stage topic's own stays

        var told = new List<WatchResponse>();
        await Assert.ThrowsAsync<Grpc.Core.RpcException>(async () =>
        {
            while (await stuck.ResponseStream.MoveNext(TestContext.Current.CancellationToken)) told.Add(stuck.ResponseStream.Current);
        });
        var rest = await host.WatchUntilAsync(
            seen => seen.Any(item => item.Bed is { State: BedState.Ended }), new WatchRequest { Resume = told.LastOrDefault()?.Token ?? from.Resume });

        Assert.True(told.Count < all.Count);
        Assert.Equal(all.Where(item => item.Heartbeat is null), told.Concat(rest).Where(item => item.Heartbeat is null));
    }

    [Fact]
    public async Task Watcher_hears_only_of_the_beds_it_asked_for()
    {
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", new TestStudy(60, seed: 1));
        await host.FeedAsync("bed-2", new TestStudy(60, seed: 2));
        await host.EndedNightAsync(new TestStudy(60, seed: 1).Id);
        await host.EndedNightAsync(new TestStudy(60, seed: 2).Id);

        var seen = await host.WatchUntilAsync(
            seen => seen.Any(item => item.SnapshotEnd is not null), new WatchRequest { Beds = { new BedRef { Site = "lab", Bed = "bed-2" } } });

        Assert.Equal(["bed-2"], seen.Where(item => item.SnapshotNight is not null).Select(item => item.SnapshotNight.Bed));
        Assert.Equal(1, seen[0].SnapshotBegin.Nights);
    }

    [Fact]
    public async Task Watcher_hears_heartbeats_when_nothing_happens()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:HeartbeatSeconds=0.05"]);

        var seen = await host.WatchUntilAsync(seen => seen.Count(item => item.Heartbeat is not null) == 3);

        Assert.All(seen.Where(item => item.Heartbeat is not null), item => Assert.True(item.Heartbeat.StoreWritable));
        Assert.Equal(0.05, seen[^1].Heartbeat.IntervalSeconds);
    }

    [Fact]
    public async Task Provisional_results_come_only_to_those_who_ask()
    {
        await using var host = await ServiceHost.StartAsync();
        var study = new TestStudy(3000);
        var begun = new TaskCompletionSource();
        var asking = host.WatchUntilAsync(
            seen => seen.Any(item => item.Report?.Revision == Revision.Provisional), new WatchRequest { IncludeProvisional = true }, begun);
        var silent = host.WatchUntilAsync(seen => seen.Any(item => item.Report?.Epoch == 1));
        await begun.Task;
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        // Windows are shed while epochs wait: the bed goes on until one was not.
        foreach (var block in study.Blocks().TakeWhile(_ => !asking.IsCompleted || !silent.IsCompleted)) await host.FeedAsync("bed-1", "samples", block);

        var window = (await asking).Last(item => item.Report is not null).Report;
        Assert.Equal(-1, window.Epoch);
        Assert.Equal(0UL, window.CommitSequence);
        Assert.DoesNotContain(await silent, item => item.Report?.Revision == Revision.Provisional);
    }

    /// <summary>What is shown of a bed between two epochs may not be surer than what both of them say.</summary>
    [Fact]
    public async Task Confidence_of_a_rolling_window_is_held_back_like_that_of_an_epoch_when_no_eye_and_no_chin_is_recorded()
    {
        var caps = new ConfidenceCaps { EegOnly = [0.125, 0.125, 0.125, 0.125, 0.125] };
        await using var host = await ServiceHost.StartAsync(model: InkStager.Served() with { Caps = caps });
        var study = new TestStudy(3000);
        study.Descriptor.Channels.RemoveAt(1); // the eye
        var begun = new TaskCompletionSource();
        var watching = host.WatchUntilAsync(
            seen => new[] { Revision.Provisional, Revision.Final }.All(kind => seen.Any(item => item.Report?.Revision == kind)),
            new WatchRequest { IncludeProvisional = true }, begun);
        await begun.Task;
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        // Windows are shed while epochs wait: the bed goes on until one was not.
        foreach (var block in study.Blocks().TakeWhile(_ => !watching.IsCompleted)) await host.FeedAsync("bed-1", "samples", block);

        var reports = (await watching).Select(item => item.Report).OfType<StageReport>().ToList();
        Assert.All(reports, report => Assert.Equal(0.125f, report.Confidence));
        Assert.All(reports, report => Assert.Contains(ConfidenceCaps.Remark, report.Quality));
    }

    private static async Task<List<StageReport>> SnapshotAsync(ServiceHost host, WatchRequest request) =>
        [.. (await host.WatchUntilAsync(seen => seen.Any(item => item.SnapshotEnd is not null), request)).SelectMany(item => item.SnapshotNight?.Reports ?? [])];

    private static async Task<string> StoreIdAsync(ServiceHost host) =>
        (await host.WatchUntilAsync(seen => seen is [.., { SnapshotEnd: not null }]))[^1].Token.StoreId;
}
