using System.Runtime.InteropServices;
using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Service.Serving;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

/// <summary>Whoever edits while the store takes nothing is told within seconds, and what is said of the edit's fate is true when the disk takes again.</summary>
public sealed class EditWriterTests : IDisposable
{
    private const int IoError = 10;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-edits-").FullName;
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Edit_that_waits_for_a_disk_that_refuses_is_answered_and_never_made()
    {
        using var disk = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        log.Flushed += _ =>
        {
            busy.Set();
            disk.Wait(TestContext.Current.CancellationToken); // on the writer's thread
        };
        var before = NoteAsync(log, "before");
        busy.Wait(TestContext.Current.CancellationToken);
        var edit = new EditWriter(log, _time).WriteAsync(transaction => Note(transaction, "edit"), Stop);
        var ofTheLine = NoteAsync(log, "line");

        var refusal = await RefusedAsync(edit);
        disk.Set();
        await Task.WhenAll(before, ofTheLine);

        Assert.Contains("the edit was not made, and will not be", refusal, StringComparison.Ordinal);
        Assert.Equal(["before", "line"], Notes(log));
    }

    [Fact]
    public async Task Edit_whose_commit_is_in_doubt_is_said_to_be_so_and_what_waits_behind_it_is_not_made()
    {
        var aside = _folder + "-aside";
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        await NoteAsync(log, "before");
        WalHook hook = (_, _, _, _) =>
        {
            Directory.Move(_folder, aside); // what is opened anew does not find it
            return IoError;
        };
        sqlite3_wal_hook(log.Connection!.Handle!.DangerousGetHandle(), hook, IntPtr.Zero);
        var writer = new EditWriter(log, _time);

        var doubtful = writer.WriteAsync(transaction => Note(transaction, "doubtful"), Stop);
        Assert.True(SpinWait.SpinUntil(() => !log.IsWritable, TimeSpan.FromMinutes(1)));
        var behind = writer.WriteAsync(transaction => Note(transaction, "behind"), Stop);
        var ofTheLine = NoteAsync(log, "line");
        var said = await Task.WhenAll(RefusedAsync(doubtful), RefusedAsync(behind));
        Directory.Move(aside, _folder);
        await ofTheLine;
        GC.KeepAlive(hook);

        Assert.Contains("); whether the edit was kept is known when the store can be read again", said[0], StringComparison.Ordinal);
        Assert.Contains("); the edit was not made, and will not be", said[1], StringComparison.Ordinal);
        Assert.Equal(["before", "doubtful", "line"], Notes(log)); // as by SQLite's contract the commit had occurred
    }

    [Fact]
    public async Task Edit_whose_caller_hung_up_while_it_waited_is_not_made()
    {
        using var disk = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        using var caller = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        log.Flushed += _ =>
        {
            busy.Set();
            disk.Wait(TestContext.Current.CancellationToken);
        };
        var before = NoteAsync(log, "before");
        busy.Wait(TestContext.Current.CancellationToken);
        var edit = new EditWriter(log, _time).WriteAsync(transaction => Note(transaction, "edit"), caller.Token);

        await caller.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => edit);
        disk.Set();
        await before;
        await NoteAsync(log, "after");

        Assert.Equal(["before", "after"], Notes(log));
    }

    [Fact]
    public async Task Refusal_of_the_disk_is_told_in_its_words_at_once()
    {
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        var writer = new EditWriter(log, _time);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => writer.WriteAsync<bool>(_ => throw new SqliteException("database or disk is full", 13), Stop));

        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.Equal(
            "the store takes no writes at present (database or disk is full); the edit was not made, and will not be: make it again when the store takes writes", refusal.Status.Detail);
        Assert.True(await writer.WriteAsync(transaction => Note(transaction, "again"), Stop)); // the first to try is the first to learn that it takes again
        Assert.Null(log.Refusal);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private async Task<string> RefusedAsync(Task edit)
    {
        for (; !edit.IsCompleted; await Task.Yield()) _time.Advance(s_patience);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => edit);
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        return refusal.Status.Detail;
    }

    private static Task<bool> NoteAsync(NightLog log, string text) => log.WriteAsync(transaction => Note(transaction, text), Stop);

    private static bool Note(NightLogTransaction transaction, string text)
    {
        transaction.AddNote(new BedKey("lab", "bed-1"), new NightNote { StudyId = "study", AtSeconds = new Rational { Numerator = 1, Denominator = 1 }, Text = text });
        return true;
    }

    private static IEnumerable<string> Notes(NightLog log)
    {
        using var reader = log.Read();
        return [.. reader.Notes("study").Select(note => note.Text)];
    }

    [UnmanagedFunctionPointer(CallingConvention.Cdecl)]
    private delegate int WalHook(IntPtr context, IntPtr database, IntPtr name, int pages);

    [DllImport("e_sqlite3")]
    private static extern IntPtr sqlite3_wal_hook(IntPtr database, WalHook hook, IntPtr context);
}
