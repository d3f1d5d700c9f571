using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>What is said to be kept is on the disk by then, not only in the memory of a machine that may lose its power.</summary>
public sealed class FlushTests : IDisposable
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-flush-").FullName;

    public FlushTests() => UnwrittenPages.SkipUnlessTold(_folder);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Appended_record_is_on_the_disk_before_it_is_acknowledged()
    {
        await using var journal = Journal.Open(_folder, new JournalOptions { SegmentBytes = 1000 }, NullLogger.Instance);
        for (var n = 0; n < 20; n++)
        {
            await journal.AppendAsync(new JournalRecord(JournalRecordKind.Samples, "lab", "bed-1", DateTimeOffset.UnixEpoch, new byte[100 * n]), Cancel);
            Assert.Equal(0, UnwrittenPages.In(_folder));
        }
    }

    [Fact]
    public async Task Committed_report_is_on_the_disk_before_it_is_told()
    {
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        for (var n = 0; n < 20; n++)
        {
            var report = new StageReport { StudyId = "study", Epoch = n, Revision = Revision.Final, Committed = new Timestamp() };
            await log.WriteAsync(transaction => transaction.AddReport(new BedKey("lab", "bed-1"), report), Cancel);
            Assert.Equal(0, UnwrittenPages.In(_folder));
        }
    }

    [Fact]
    public async Task Recording_copy_and_deletion_are_on_the_disk_when_they_are_done()
    {
        var (study, copy) = (new TestStudy(60, seed: 704), Path.Combine(_folder, "copy"));
        var store = Directory.CreateDirectory(Path.Combine(_folder, "store")).FullName;
        await using (var host = await ServiceHost.StartAsync(store: store))
        {
            await host.FeedAsync("bed-1", study);
            await host.EndedNightAsync(study.Id);
            await host.Services.GetRequiredService<NightRecorder>().RecordAsync(Cancel);
            Assert.Equal(0, UnwrittenPages.In(Path.Combine(store, "recordings")));
        }
        StoreBackup.Copy(store, copy);
        Assert.Equal(0, UnwrittenPages.In(copy));
        await new StudyErasure(store, TimeProvider.System).EraseAsync(Guid.Parse(study.Id), "rt", Cancel);
        Assert.Equal(0, UnwrittenPages.In(store));
    }
}
