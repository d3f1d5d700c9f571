using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

public sealed class NightLogTransactionTests : IDisposable
{
    private static readonly BedKey s_bed = new("lab", "bed-1");
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-transaction-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Machine_s_word_on_an_epoch_that_a_person_closed_is_in_the_audit_and_nowhere_else()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        Assert.True(await WriteAsync(log, transaction => transaction.AddReport(s_bed, Report(Revision.Overridden))));
        Assert.False(await WriteAsync(log, transaction => transaction.AddReport(s_bed, Report(Revision.Revised))));

        using var reader = log.Read();
        Assert.Equal([Revision.Overridden], reader.Reports("study", allRevisions: true).Select(report => report.Revision));
        using var statements = new SqliteStatements(NightLogSchema.Connect(Path.Combine(_folder, "nights.db"), readOnly: true));
        Assert.Equal(["superseded-by-override"], statements.Query("SELECT action FROM audit", row => row.GetString(0)));
    }

    [Fact]
    public async Task Write_that_fails_takes_no_number_and_tells_nobody()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        var told = new List<long>();
        log.Committed += deltas => told.AddRange(deltas.Select(delta => delta.Sequence));
        await WriteAsync(log, transaction => transaction.AddReport(s_bed, Report(Revision.Final)));
        await Assert.ThrowsAsync<InvalidOperationException>(() => WriteAsync(log, transaction =>
            transaction.AddReport(s_bed, Report(Revision.Revised)) ? throw new InvalidOperationException() : false));
        await WriteAsync(log, transaction => transaction.AddReport(s_bed, Report(Revision.Revised)));
        Assert.Equal([1L, 2], told);
        Assert.Equal(2, log.LatestSequence);
    }

    [Fact]
    public async Task Advisory_that_is_over_stays_over_whoever_writes_last()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        var (over, seen) = (Advisory(), Advisory());
        (over.End, seen.AcknowledgedBy) = (new Timestamp { Seconds = 5 }, "rt");
        foreach (var advisory in (Advisory[])[Advisory(), over, seen])
            await WriteAsync(log, transaction => { transaction.AddAdvisory(s_bed, advisory); return true; });
        using var reader = log.Read();
        Assert.Equal((5L, "rt"), (reader.FindAdvisory("a")!.End.Seconds, reader.FindAdvisory("a")!.AcknowledgedBy));
        Assert.Empty(reader.LastingAdvisories());
    }

    private static StageReport Report(Revision revision) => new()
    {
        StudyId = "study", Epoch = 3, Revision = revision, Committed = new Timestamp(), StartSeconds = new Rational { Numerator = 90, Denominator = 1 },
    };

    private static Advisory Advisory() => new() { AdvisoryId = "a", Site = "lab", Bed = "bed-1", Cause = "flat", Onset = new Timestamp() };

    private static Task<bool> WriteAsync(NightLog log, Func<NightLogTransaction, bool> work) => log.WriteAsync(work, TestContext.Current.CancellationToken);
}
