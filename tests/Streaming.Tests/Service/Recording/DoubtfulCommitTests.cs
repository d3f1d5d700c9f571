using System.Runtime.InteropServices;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Tests.Parts.Grpc;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>SQLite reports an error for a COMMIT that reached the disk: what was written must be told once, and the writer not be asked again.</summary>
public sealed class DoubtfulCommitTests : IDisposable
{
    private const int IoError = 10;
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-doubt-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Commit_that_fails_and_was_kept_counts_as_kept()
    {
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        var told = new List<long>();
        log.Committed += deltas => told.AddRange(deltas.Select(delta => delta.Sequence));
        await AddAsync(log, 0);
        // By SQLite's contract an error of this hook becomes that of the COMMIT, "though the commit will have still occurred".
        WalHook hook = (_, _, _, _) => IoError;
        sqlite3_wal_hook(log.Connection!.Handle!.DangerousGetHandle(), hook, IntPtr.Zero);

        await AddAsync(log, 1);
        await AddAsync(log, 2); // on a fresh connection
        GC.KeepAlive(hook);

        Assert.Equal([1L, 2, 3], told);
        using var reader = log.Read();
        Assert.Equal([0L, 1, 2], reader.Reports("study", allRevisions: true).Select(report => report.Epoch));
        Assert.Equal(3, reader.Deltas(0, 100).Count);
        Assert.True(log.IsWritable);
    }

    [Fact]
    public async Task Refusals_one_after_the_other_are_said_once_and_so_is_their_end()
    {
        using var lines = new LogLines();
        var aside = _folder + "-aside";
        await using var log = NightLog.Open(_folder, 16, lines);
        await AddAsync(log, 0);
        using var readOnly = log.Connection!.CreateCommand();
        readOnly.CommandText = "PRAGMA query_only=ON";
        readOnly.ExecuteNonQuery();
        Directory.Move(_folder, aside); // what is opened anew does not find it

        for (var n = 0; n < 3; n++) await Assert.ThrowsAsync<SqliteException>(() => AddAsync(log, 1));
        Assert.False(log.IsWritable);
        Directory.Move(aside, _folder);
        await AddAsync(log, 1);

        Assert.True(log.IsWritable);
        Assert.Equal(["refuses", "takes again"], lines.Seen.Select(line => line.Text.Contains("refuses", StringComparison.Ordinal) ? "refuses" : "takes again"));
    }

    [Fact]
    public async Task Whoever_stops_does_not_wait_to_learn_whether_it_was_kept()
    {
        var aside = _folder + "-aside";
        await using (var log = NightLog.Open(_folder, 16, NullLogger.Instance))
        {
            await AddAsync(log, 0);
            WalHook hook = (_, _, _, _) =>
            {
                Directory.Move(_folder, aside); // what is opened anew does not find it
                return IoError;
            };
            sqlite3_wal_hook(log.Connection!.Handle!.DangerousGetHandle(), hook, IntPtr.Zero);
            var doubtful = AddAsync(log, 1);
            Assert.True(SpinWait.SpinUntil(() => !log.IsWritable, TimeSpan.FromMinutes(1)));
            Assert.False(doubtful.IsCompleted); // it is looked up, again and again

            log.StopWaiting();

            await Assert.ThrowsAsync<SqliteException>(() => doubtful);
            GC.KeepAlive(hook);
        }
        Directory.Move(aside, _folder);
    }

    private static Task<bool> AddAsync(NightLog log, long epoch) => log.WriteAsync(
        transaction => transaction.AddReport(
            new BedKey("lab", "bed-1"),
            new StageReport { StudyId = "study", Epoch = epoch, Revision = Revision.Final, Committed = DateTimeOffset.UnixEpoch.ToTimestamp() }),
        TestContext.Current.CancellationToken);

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int WalHook(IntPtr context, IntPtr database, IntPtr name, int pages);

    [DllImport("e_sqlite3")]
    private static extern IntPtr sqlite3_wal_hook(IntPtr database, WalHook hook, IntPtr context);
}
