using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Access;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>A store that is copied while it is written, and one that was put together from copies of different times.</summary>
public sealed class BackupTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-backup-").FullName;
    private readonly TestStudy _study = new(300);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Night_goes_on_from_a_backup_that_was_made_while_it_ran()
    {
        var copy = Path.Combine(_folder, "copy");
        await using (var host = await ServiceHost.StartAsync(settings: ["Flow:EpochsInFlightPerBed=1"]))
        {
            await host.FeedAsync("bed-1", "study", _study.Descriptor);
            await host.FeedAsync("bed-1", _study.Blocks().Take(200));
            Assert.Equal(0, await Command(host.Store).Parse(["backup", copy]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));
        }
        Assert.Equal(OfflineReports.Of(_study, "bed-1", new InkStager()), await RestOfNightAsync(copy, 190));
    }

    [Fact]
    public async Task What_comes_after_journal_files_were_lost_is_found_again_at_the_next_start()
    {
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", "study", _study.Descriptor);
            await host.FeedAsync("bed-1", _study.Blocks().Take(150));
        }
        foreach (var file in Directory.GetFiles(Path.Combine(_folder, "journal"))) File.Delete(file);
        var reach = JournalReach.Of(_folder);
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.FeedAsync("bed-1", _study.Blocks().Skip(150).Take(40));
        }
        Assert.Equal(reach.ToString("d20", CultureInfo.InvariantCulture), Path.GetFileNameWithoutExtension(Assert.Single(Directory.GetFiles(Path.Combine(_folder, "journal")))));
        var after = (await RestOfNightAsync(_folder, 190)).Where(report => report.Epoch >= 5).ToList();
        Assert.NotEmpty(after);
        Assert.All(after.SelectMany(report => report.Accounts), account => Assert.Equal(0, account.Lost));
    }

    [Fact]
    public void Backup_over_something_and_of_nothing_is_refused()
    {
        Assert.Contains("no store", Assert.Throws<IOException>(() => StoreBackup.Copy(_folder, Path.Combine(_folder, "copy"))).Message, StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_folder, "nights.db"), "");
        Assert.Contains("not empty", Assert.Throws<IOException>(() => StoreBackup.Copy(_folder, _folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Backup_takes_the_night_log_before_the_journal_and_of_recordings_those_that_are_whole()
    {
        var (store, copy) = (Directory.CreateDirectory(Path.Combine(_folder, "store")).FullName, Path.Combine(_folder, "copy"));
        await using (var log = NightLog.Open(store, 1, NullLogger.Instance))
            await log.WriteAsync(transaction => { transaction.SetMeta("kept", 7); return true; }, TestContext.Current.CancellationToken);
        await using (var journal = Journal.Open(Path.Combine(store, "journal"), new JournalOptions(), NullLogger.Instance))
            await journal.AppendAsync(new JournalRecord(JournalRecordKind.Event, "lab", "bed-1", DateTimeOffset.UnixEpoch, new byte[9]), TestContext.Current.CancellationToken);
        AccessStore.Open(store).Dispose();
        Directory.CreateDirectory(Path.Combine(store, "recordings"));
        foreach (var name in (string[])["a.edf", "b.bdf", "c.edf.part"]) await File.WriteAllTextAsync(Path.Combine(store, "recordings", name), name, TestContext.Current.CancellationToken);

        Directory.CreateDirectory(copy); // empty: that is allowed
        var made = new ConcurrentQueue<string>();
        using var watcher = new FileSystemWatcher(copy);
        watcher.Created += (_, entry) => made.Enqueue(entry.Name!);
        watcher.EnableRaisingEvents = true;

        var (files, _) = StoreBackup.Copy(store, copy);

        var copied = Directory.GetFiles(copy, "*", SearchOption.AllDirectories).Select(path => Path.GetRelativePath(copy, path)).Order(StringComparer.Ordinal).ToList();
        Assert.Equal(["access.db", "journal/00000000000000000000.journal", "nights.db", "recordings/a.edf", "recordings/b.bdf"], copied);
        Assert.Equal(5, files);
        // What a night log speaks of must be in the journal beside it: that is copied later, and so has at least as much.
        Assert.True(SpinWait.SpinUntil(() => made.Contains("journal") && made.Contains("nights.db"), TimeSpan.FromMinutes(1)));
        Assert.True(made.ToList().IndexOf("nights.db") < made.ToList().IndexOf("journal"));
    }

    private static System.CommandLine.RootCommand Command(string store) => new StoreCommand(TimeProvider.System, store).Build();

    private async Task<List<StageReport>> RestOfNightAsync(string store, int from)
    {
        await using var host = await ServiceHost.StartAsync(store: store);
        await host.FeedAsync("bed-1", _study.Blocks().Skip(from));
        await host.FeedAsync("bed-1", "event", _study.End());
        var night = await host.EndedNightAsync(_study.Id);
        return OfflineReports.Comparable(night.Reports);
    }
}
