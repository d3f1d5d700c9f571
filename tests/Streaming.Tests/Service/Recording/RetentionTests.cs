using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Flow;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>What is deleted, what never is, and what is said while there is time.</summary>
public sealed class RetentionTests
{
    private readonly TestStudy _old = new(400, seed: 96);
    private readonly TestStudy _new = new(100, seed: 97);
    private readonly FakeTimeProvider _time = new(TimeProvider.System.GetUtcNow());

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Nothing_that_is_not_recorded_is_deleted_however_short_the_disk_is(bool isUrgent)
    {
        await using var host = await StartAsync();
        await host.FeedAsync("bed-1", "study", _old.Descriptor);
        await host.FeedAsync("bed-1", _old.Blocks());
        // Until the study is in the night log, recovery's own checkpoint keeps its messages.
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is not null || item.SnapshotNight?.Reports.Count > 0));
        var journal = host.Services.GetRequiredService<Journal>();
        _time.Advance(TimeSpan.FromDays(1000));

        await PolicyOf(host, new RetentionOptions { JournalDays = 1 }).ApplyAsync(journal.DurableEnd, isUrgent, TestContext.Current.CancellationToken);

        Assert.Equal(0, journal.FirstOffset);
    }

    [Fact]
    public async Task Messages_of_a_recorded_study_go_after_their_days_and_its_night_and_recording_stay()
    {
        await using var host = await StartAsync();
        await host.FeedAsync("bed-1", _old);
        await host.EndedNightAsync(_old.Id);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        await host.FeedAsync("bed-2", "study", _new.Descriptor);
        await host.FeedAsync("bed-2", _new.Blocks().Take(50));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report?.Bed == "bed-2" || (item.SnapshotNight?.Bed == "bed-2" && item.SnapshotNight.Reports.Count > 0)));
        var journal = host.Services.GetRequiredService<Journal>();
        var policy = PolicyOf(host, new RetentionOptions { JournalDays = 14 });

        await policy.ApplyAsync(journal.DurableEnd, false, TestContext.Current.CancellationToken);
        Assert.Equal(0, journal.FirstOffset);
        _time.Advance(TimeSpan.FromDays(15));
        await policy.ApplyAsync(safeOffset: 0, true, TestContext.Current.CancellationToken);
        Assert.Equal(0, journal.FirstOffset); // recovery may still read it
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => policy.ApplyAsync(journal.DurableEnd, false, new CancellationToken(canceled: true)));
        Assert.Equal(0, journal.FirstOffset); // what has not been said has not been done
        await policy.ApplyAsync(journal.DurableEnd, false, TestContext.Current.CancellationToken);

        Assert.True(journal.FirstOffset > 0);
        var night = await host.Client.GetNightAsync(new GetNightRequest { Night = Old }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((13, true), (night.Reports.Count, night.RawSamplesDeleted));
        var gone = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetWaveformAsync(
            new GetWaveformRequest { Night = Old, ToSeconds = 10, Columns = 100 }, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.NotFound, gone.StatusCode);
        Assert.Contains(night.Recording, gone.Status.Detail, StringComparison.Ordinal);
        var (_, bytes) = await Exporting.ExportedNight.GetAsync(host.Client, _old.Id, ExportFormat.Edf);
        Assert.Equal(await File.ReadAllBytesAsync(Path.Combine(host.Store, "recordings", night.Recording), TestContext.Current.CancellationToken), bytes);
        // The open study goes on as if nothing had been deleted.
        await host.FeedAsync("bed-2", _new.Blocks().Skip(50));
        await host.FeedAsync("bed-2", "event", _new.End());
        Assert.Equal(OfflineReports.Of(_new, "bed-2", new InkStager()), OfflineReports.Comparable((await host.EndedNightAsync(_new.Id)).Reports));
    }

    [Fact]
    public async Task Recording_goes_after_its_days_the_night_stays_and_is_not_recorded_again()
    {
        await using var host = await StartAsync();
        await host.FeedAsync("bed-1", _new);
        await host.EndedNightAsync(_new.Id);
        var recorder = host.Services.GetRequiredService<NightRecorder>();
        await recorder.RecordAsync(TestContext.Current.CancellationToken);
        var journal = host.Services.GetRequiredService<Journal>();
        var policy = PolicyOf(host, new RetentionOptions { JournalDays = 0, RecordingDays = 30 });

        _time.Advance(TimeSpan.FromDays(29));
        await policy.ApplyAsync(journal.DurableEnd, false, TestContext.Current.CancellationToken);
        Assert.Single(Directory.GetFiles(recorder.Folder));
        _time.Advance(TimeSpan.FromDays(1.5));
        await policy.ApplyAsync(journal.DurableEnd, false, TestContext.Current.CancellationToken);
        await recorder.RecordAsync(TestContext.Current.CancellationToken);

        Assert.Empty(Directory.GetFiles(recorder.Folder));
        var night = await host.Client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { StudyId = _new.Id } }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal((3, ""), (night.Reports.Count, night.Recording));
    }

    [Fact]
    public async Task When_the_disk_is_urgently_short_recorded_messages_go_before_their_days_unless_told_not_to()
    {
        await using var host = await StartAsync();
        await host.FeedAsync("bed-1", _old);
        await host.EndedNightAsync(_old.Id);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        var journal = host.Services.GetRequiredService<Journal>();

        await PolicyOf(host, new RetentionOptions { MakeRoom = false }).ApplyAsync(journal.DurableEnd, true, TestContext.Current.CancellationToken);
        Assert.Equal(0, journal.FirstOffset);
        await PolicyOf(host, new RetentionOptions()).ApplyAsync(journal.DurableEnd, true, TestContext.Current.CancellationToken);
        Assert.True(journal.FirstOffset > 0);
    }

    [Fact]
    public async Task When_the_disk_is_urgently_short_the_oldest_night_goes_first_and_the_next_only_while_it_still_is()
    {
        await using var host = await StartAsync();
        var later = new TestStudy(400, seed: 98);
        await host.FeedAsync("bed-1", _old);
        await host.EndedNightAsync(_old.Id);
        await host.FeedAsync("bed-1", later);
        await host.EndedNightAsync(later.Id);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        var journal = host.Services.GetRequiredService<Journal>();
        var policy = PolicyOf(host, new RetentionOptions());

        await policy.ApplyAsync(journal.DurableEnd, true, TestContext.Current.CancellationToken);
        Assert.Equal((true, false), (await IsGoneAsync(_old), await IsGoneAsync(later)));
        var reached = journal.FirstOffset;
        await policy.ApplyAsync(journal.DurableEnd, true, TestContext.Current.CancellationToken);
        Assert.True(await IsGoneAsync(later));
        Assert.True(journal.FirstOffset > reached);

        async Task<bool> IsGoneAsync(TestStudy study) => (await host.Client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { StudyId = study.Id } }, cancellationToken: TestContext.Current.CancellationToken)).RawSamplesDeleted;
    }

    /// <summary>The beds' decisions wait while one transaction lasts: of a fortnight that goes at once, as when the days are set lower, each night is one of its own.</summary>
    [Fact]
    public async Task Each_night_whose_messages_go_is_a_transaction_of_its_own_and_so_is_a_nights_worth_of_what_was_announced()
    {
        await using var host = await StartAsync();
        foreach (var (bed, study) in new[] { ("bed-1", _old), ("bed-2", new TestStudy(400, seed: 98)), ("bed-3", new TestStudy(400, seed: 99)) })
        {
            await host.FeedAsync(bed, study);
            await host.EndedNightAsync(study.Id);
        }
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        await host.FeedAsync("bed-4", new TestStudy(400, seed: 100)); // not recorded; a file of the journal begins behind them
        var (journal, log) = (host.Services.GetRequiredService<Journal>(), host.Services.GetRequiredService<NightLog>());
        _time.Advance(TimeSpan.FromDays(15));
        var held = new List<int>();
        log.Flushed += _ =>
        {
            using var reader = log.Read();
            lock (held) held.Add(reader.Recordings().Count(recording => !recording.IsJournalDeleted));
        };

        await PolicyOf(host, new RetentionOptions { JournalDays = 14, MakeRoom = false }).ApplyAsync(journal.DurableEnd, false, TestContext.Current.CancellationToken);

        lock (held) Assert.Equal([2, 1, 0], held.Where(left => left < 3).Distinct());
    }

    [Fact]
    public async Task A_short_disk_is_said_at_every_bed_once_and_is_over_when_there_is_room()
    {
        await using var host = await StartAsync();
        await host.FeedAsync("bed-1", "study", _new.Descriptor);
        await host.FeedAsync("bed-1", _new.Blocks().Take(2));
        var free = 100L << 30;
        using var keeper = KeeperOf(host, () => free);
        keeper.Look();
        Assert.Null(await ShortAsync(host));
        free = 10L << 30;
        keeper.Look();
        keeper.Look();
        Assert.Equal((AdvisoryPriority.Medium, 1L), ((await ShortAsync(host))!.Priority, (await ShortAsync(host))!.Count));
        free = 1L << 30;
        keeper.Look();
        Assert.Equal(AdvisoryPriority.High, (await ShortAsync(host))!.Priority);
        free = 100L << 30;
        keeper.Look();
        Assert.Null(await ShortAsync(host));
    }

    [Fact]
    public void A_disk_that_fills_says_when_it_will_be_full()
    {
        var pace = new DiskPace();
        double? hours = null;
        for (var minute = 0; minute <= 60; minute++)
        {
            hours = pace.HoursToFull(TimeSpan.FromMinutes(minute), (1000 - minute) << 20);
            Assert.Equal(minute < 30, hours is null); // a few minutes say nothing of a night
        }
        Assert.Equal(940 / 60.0, hours!.Value, 6);
        Assert.Null(new DiskPace().HoursToFull(TimeSpan.Zero, 5));
    }

    [Fact]
    public async Task While_the_disk_takes_nothing_every_bed_says_so_and_nothing_final_is_issued()
    {
        await using var host = await StartAsync();
        var folder = Path.Combine(host.Store, "journal");
        var journal = host.Services.GetRequiredService<Journal>();
        using var keeper = KeeperOf(host, () => 1L << 50);
        Directory.Delete(folder, recursive: true);
        var waiting = new List<Task> { await host.SendAsync(TestStudy.Topic("bed-1", "study"), Google.Protobuf.MessageExtensions.ToByteArray(_new.Descriptor)) };
        foreach (var block in _new.Blocks())
            waiting.Add(await host.SendAsync(TestStudy.Topic("bed-1", "samples"), Google.Protobuf.MessageExtensions.ToByteArray(block)));
        Assert.True(SpinWait.SpinUntil(() => !journal.IsWritable, TimeSpan.FromMinutes(1)));

        keeper.Look();

        var bed = await BedAsync(host);
        Assert.True(bed.StoreRefuses);
        Assert.Contains(bed.Advisories, advisory => advisory.Cause == "store-refuses" && advisory.Priority == AdvisoryPriority.High);
        Assert.Equal(0, bed.FinalEpochs);
        Assert.All(waiting.TakeLast(10), acknowledged => Assert.False(acknowledged.IsCompleted));

        Directory.CreateDirectory(folder);
        await Task.WhenAll(waiting);
        keeper.Look();
        Assert.DoesNotContain((await BedAsync(host)).Advisories, advisory => advisory.Cause == "store-refuses");
    }

    [Fact]
    public async Task A_disk_that_is_away_is_said_at_every_bed_though_nobody_can_tell_how_much_it_has_free()
    {
        await using var host = await StartAsync();
        using var keeper = KeeperOf(host, () => throw new DriveNotFoundException());
        var folder = Path.Combine(host.Store, "journal");
        Directory.Delete(folder, recursive: true);
        var waiting = new List<Task>();
        foreach (var block in _new.Blocks())
            waiting.Add(await host.SendAsync(TestStudy.Topic("bed-1", "samples"), Google.Protobuf.MessageExtensions.ToByteArray(block)));
        var journal = host.Services.GetRequiredService<Journal>();
        Assert.True(SpinWait.SpinUntil(() => !journal.IsWritable, TimeSpan.FromMinutes(1)));

        Assert.Throws<DriveNotFoundException>(keeper.Look);

        Assert.Contains((await BedAsync(host)).Advisories, advisory => advisory.Cause == "store-refuses");
        Directory.CreateDirectory(folder);
        await Task.WhenAll(waiting);
    }

    private NightRef Old => new() { StudyId = _old.Id };

    private static Task<ServiceHost> StartAsync() => ServiceHost.StartAsync(settings: ["Recording:Journal:SegmentBytes=65536"]);

    private Retention PolicyOf(ServiceHost host, RetentionOptions options) => new(
        host.Services.GetRequiredService<Journal>(), host.Services.GetRequiredService<NightLog>(), Path.Combine(host.Store, "recordings"), options, _time,
        NullLogger.Instance);

    private static StoreKeeper KeeperOf(ServiceHost host, Func<long> free) => new(
        new DiskSpace(free), host.Services.GetRequiredService<StoreHealth>(), host.Services.GetRequiredService<Journal>(),
        host.Services.GetRequiredService<NightLog>(), host.Services.GetRequiredService<AdvisoryDesk>(), host.Services.GetRequiredService<BedBoard>(),
        host.Services.GetRequiredService<NightRecorder>(), Options.Create(new RecordingOptions()), TimeProvider.System, NullLogger<StoreKeeper>.Instance);

    private static async Task<Advisory?> ShortAsync(ServiceHost host) =>
        (await BedAsync(host)).Advisories.SingleOrDefault(advisory => advisory.Cause == "disk-short");

    private static async Task<Bed> BedAsync(ServiceHost host) =>
        (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
}
