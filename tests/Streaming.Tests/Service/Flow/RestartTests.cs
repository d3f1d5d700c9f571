using Google.Protobuf;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class RestartTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-restart-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    [InlineData(151)]
    [InlineData(299)]
    public async Task Stopping_and_starting_changes_nothing_wherever_it_happens(int second)
    {
        var study = new TestStudy(300);
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Take(second));
        }
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            // The broker delivers again what it is not sure of.
            await host.FeedAsync("bed-1", study.Blocks().Skip(second - 2));
            await host.FeedAsync("bed-1", "event", study.End());
            var night = await host.EndedNightAsync(study.Id);
            Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        }
    }

    [Fact]
    public async Task A_night_goes_on_when_a_newer_version_would_refuse_its_descriptor()
    {
        var study = new TestStudy(90);
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Take(70));
        }
        study.Descriptor.Channels[2].Transducer = new string('x', 1000);
        using (var store = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=False"))
        {
            store.Open();
            using var older = store.CreateCommand();
            older.CommandText = "UPDATE studies SET descriptor = $1";
            older.Parameters.AddWithValue("$1", study.Descriptor.ToByteArray());
            Assert.Equal(1, older.ExecuteNonQuery());
        }
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor); // retained, so it comes again
            await host.FeedAsync("bed-1", study.Blocks().Skip(70));
            await host.FeedAsync("bed-1", "event", study.End());

            var night = await host.EndedNightAsync(study.Id);
            Assert.Equal(6, night.Reports.Count);
            Assert.DoesNotContain(night.Advisories, advisory => advisory.Cause == "malformed-study");
        }
    }

    [Fact]
    public async Task Nothing_acknowledged_is_lost_when_the_process_dies()
    {
        var study = new TestStudy(300);
        await using var host = await ServiceHost.StartAsync(settings: ["Flow:EpochsInFlightPerBed=1"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(200));
        // What the disk holds at this instant is what a kill -9 leaves.
        StoreCopy.Make(host.Store, _folder);

        await using var after = await ServiceHost.StartAsync(store: _folder);
        await after.FeedAsync("bed-1", study.Blocks().Skip(200));
        await after.FeedAsync("bed-1", "event", study.End());

        var night = await after.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    [Fact]
    public async Task Bed_shows_the_same_after_a_restart_when_its_study_had_ended()
    {
        Bed before, after;
        var study = new TestStudy(120);
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Where(block => block.Sequence is < 30 or >= 60)); // of one epoch nothing comes
            await host.FeedAsync("bed-1", "event", study.End());
            await host.EndedNightAsync(study.Id);
            before = await BedAsync(host);
        }
        await using (var host = await ServiceHost.StartAsync(store: _folder)) after = await BedAsync(host);

        Assert.Equal((BedState.Ended, 4, 1, before.LastReport), (after.State, after.FinalEpochs, after.UnscorableEpochs, after.LastReport));
    }

    [Fact]
    public async Task Stall_is_over_when_samples_come_after_a_restart()
    {
        var study = new TestStudy(60, seed: 71);
        await using (var host = await ServiceHost.StartAsync(store: _folder, settings: ["Flow:StallSeconds=1"]))
        {
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks().Take(40));
            await host.WatchUntilAsync(seen => seen.Any(item => HasStall(item, isOver: false)));
        }
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            var over = host.WatchUntilAsync(seen => seen.Any(item => HasStall(item, isOver: true)));
            await host.FeedAsync("bed-1", study.Blocks().Skip(40));
            await over;
        }
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_disk_refuses_for_a_while()
    {
        var study = new TestStudy(150, seed: 72);
        await using var host = await ServiceHost.StartAsync(store: _folder, settings: ["Flow:LaneCapacity=512"]);
        var journal = Path.Combine(_folder, "journal");
        Directory.Delete(journal, recursive: true);
        var descriptor = host.SendAsync(TestStudy.Topic("bed-1", "study"), Google.Protobuf.MessageExtensions.ToByteArray(study.Descriptor));
        var first = host.FeedAsync("bed-1", study.Blocks().Take(60));
        var journalled = host.Services.GetRequiredService<Journal>();
        Assert.True(SpinWait.SpinUntil(() => !journalled.IsWritable, TimeSpan.FromSeconds(30)));

        Directory.CreateDirectory(journal);
        await host.FeedAsync("bed-1", study.Blocks().Skip(60));
        await first;
        await await descriptor;
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    [Fact]
    public async Task Second_service_refuses_the_store_and_says_why()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);

        var refusal = await Assert.ThrowsAsync<StoreInUseException>(() => ServiceHost.StartAsync(store: _folder));

        Assert.Contains(_folder, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("another process holds", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decision_is_kept_whole_when_another_write_of_its_group_fails()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        var log = host.Services.GetRequiredService<NightLog>();
        var cancellation = TestContext.Current.CancellationToken;

        var bad = log.WriteAsync<bool>(
            transaction =>
            {
                transaction.SetMeta("torn", 1);
                throw new InvalidDataException("no");
            }, cancellation);
        var good = log.WriteAsync(transaction => { transaction.SetMeta("whole", 2); return true; }, cancellation);

        await Assert.ThrowsAsync<InvalidDataException>(() => bad);
        Assert.True(await good);
        using var reader = log.Read();
        Assert.Equal((null, 2L), (reader.Meta("torn"), reader.Meta("whole")));
    }

    [Fact]
    public async Task Log_says_that_it_takes_nothing_and_goes_on_when_the_disk_takes_again()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        var log = host.Services.GetRequiredService<NightLog>();
        var cancellation = TestContext.Current.CancellationToken;

        await Assert.ThrowsAsync<SqliteException>(() => log.WriteAsync<bool>(_ => throw new SqliteException("disk I/O error", 10), cancellation));
        Assert.False(log.IsWritable);
        await host.FeedAsync("bed-1", new TestStudy(60));

        Assert.Equal(4, (await host.EndedNightAsync(new TestStudy(60).Id)).Reports.Count);
        Assert.True(log.IsWritable);
    }

    private static bool HasStall(WatchResponse item, bool isOver) =>
        (item.SnapshotNight?.Advisories.AsEnumerable() ?? [item.Advisory])
            .Any(advisory => advisory?.Cause == "study-stalled" && advisory.End is not null == isOver);

    private static async Task<Bed> BedAsync(ServiceHost host) =>
        (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
}
