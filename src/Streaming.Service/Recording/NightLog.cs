using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;

namespace Streaming.Service.Recording;

/// <summary>Everything decided: studies, reports with the state to go on from, edits, advisories. One writer; what is committed is durable.</summary>
/// <remarks>Writes that wait at the same moment share one transaction and so one flush; each is whole or absent.</remarks>
internal sealed partial class NightLog : IAsyncDisposable
{
    private readonly string _path;
    private readonly int _groupLimit;
    private readonly ILogger _logger;
    // Bounded; when full, WriteAsync waits, and with it the bed's lane. Nothing is dropped.
    private readonly Channel<Write> _writes = Channel.CreateBounded<Write>(new BoundedChannelOptions(1024) { SingleReader = true });
    private readonly List<Write> _group = []; // the writing thread's
    private readonly Task _writing;
    private SqliteStatements? _statements;
    private const string CommitKey = "commits";
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _closing = new();
    private long _latestSequence;
    private long _commits;
    private string? _refusal;

    private NightLog(string path, int groupLimit, ILogger logger)
    {
        (_path, _groupLimit, _logger) = (path, groupLimit, logger);
        _statements = Open();
        StoreId = _statements.First("SELECT value FROM meta WHERE key = 'store_id'", row => row.GetString(0))!;
        _latestSequence = _statements.First("SELECT coalesce(max(sequence), 0) FROM deltas", row => row.GetInt64(0));
        _commits = _statements.First("SELECT value FROM meta WHERE key = $1", row => row.GetInt64(0), CommitKey);
        _writing = WriterThread.Start(_writes.Reader, WriteGroup);
    }

    public string StoreId { get; }

    /// <summary>Of the last committed delta.</summary>
    public long LatestSequence => Volatile.Read(ref _latestSequence);

    /// <summary>Writes that wait for their flush.</summary>
    public int Waiting => _writes.Reader.Count;

    /// <summary>After each flush, on the writer's thread: how many writes shared it.</summary>
    public event Action<int>? Flushed;

    /// <summary>The writer's own connection; for tests of what SQLite may do to it.</summary>
    internal SqliteConnection? Connection => _statements?.Connection;

    /// <summary>False from a refused commit to the next one that succeeds.</summary>
    public bool IsWritable => Refusal is null;

    /// <summary>Why the latest commit was refused, in SQLite's words; null: it was not.</summary>
    public string? Refusal => Volatile.Read(ref _refusal);

    /// <summary>Nobody looks any more whether a doubtful commit was kept.</summary>
    public bool IsStopping => _closing.IsCancellationRequested;

    /// <summary>After each commit, in order, before the writes are said to be done.</summary>
    public event Action<IReadOnlyList<Delta>>? Committed;

    /// <param name="folder">The store. The caller holds its lock.</param>
    /// <exception cref="StoreDamagedException">The file is not a database that can be read; names it.</exception>
    public static NightLog Open(string folder, int groupLimit, ILogger logger)
    {
        var path = Path.Combine(folder, "nights.db");
        try
        {
            return new NightLog(path, groupLimit, logger);
        }
        catch (SqliteException damage) when (damage.SqliteErrorCode is 11 or 26)
        {
            throw new StoreDamagedException(
                $"The night log '{path}' is damaged ({damage.Message.TrimEnd('.')}). The journal beside it holds every sample. docs/runbook.md says what to do.", damage);
        }
    }

    public NightLogReader Read() => new(NightLogSchema.Connect(_path, readOnly: true));

    /// <summary>Completes when the work is durable, with what it returned.</summary>
    /// <exception cref="SqliteException">The disk refused; nothing of this work was kept.</exception>
    public async Task<T> WriteAsync<T>(Func<NightLogTransaction, T> work, CancellationToken cancellationToken)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        var result = default(T);
        var write = new Write(
            transaction => result = work(transaction),
            failure => { if (failure is null) done.SetResult(result!); else done.SetException(failure); });
        await _writes.Writer.WriteAsync(write, cancellationToken).ConfigureAwait(false);
        return await done.Task.ConfigureAwait(false);
    }

    /// <summary>The service stops: nobody waits any more to learn whether a doubtful commit was kept. The next start reads it.</summary>
    public void StopWaiting() => _closing.Cancel();

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _closing.CancelAsync().ConfigureAwait(false);
        await _writing.ConfigureAwait(false);
        _statements?.Dispose();
        _closing.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private SqliteStatements Open()
    {
        var statements = new SqliteStatements(NightLogSchema.Connect(_path, readOnly: false));
        NightLogSchema.Prepare(statements);
        return statements;
    }

    private void WriteGroup()
    {
        while (_group.Count < _groupLimit && _writes.Reader.TryRead(out var write)) _group.Add(write);
        Commit(_group);
        _group.Clear();
    }

    private void Commit(List<Write> group)
    {
        var failures = new Exception?[group.Count];
        NightLogTransaction? transaction = null;
        var isCommitting = false;
        try
        {
            _statements ??= Open();
            transaction = new NightLogTransaction(_statements, StoreId, _latestSequence);
            _statements.Execute("BEGIN IMMEDIATE");
            for (var i = 0; i < group.Count; i++) failures[i] = Attempt(transaction, group[i]);
            transaction.SetMeta(CommitKey, ++_commits);
            isCommitting = true;
            _statements.Execute("COMMIT");
            Publish(transaction, group.Count);
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            // Once: it is tried again every second, and a log that fills a full disk helps nobody.
            if (IsWritable) LogRefused(failure.Message);
            Volatile.Write(ref _refusal, failure.Message);
            // What the connection is in after a failed commit is unknown; a fresh one recovers from the write-ahead log.
            _statements?.Dispose();
            _statements = null;
            if (isCommitting && WasKept()) Publish(transaction!, group.Count);
            else Array.Fill(failures, failure);
        }
        for (var i = 0; i < group.Count; i++) group[i].Done(failures[i]);
    }

    private void Publish(NightLogTransaction transaction, int count)
    {
        if (!IsWritable) LogTakes();
        Volatile.Write(ref _refusal, null);
        Volatile.Write(ref _latestSequence, transaction.Sequence);
        if (transaction.Deltas.Count > 0) Committed?.Invoke(transaction.Deltas);
        Flushed?.Invoke(count);
    }

    /// <summary>A COMMIT that reports an error may have reached the disk all the same. Whoever wrote is not told before it is known: the same write
    /// tried again would be refused for ever, or told twice.</summary>
    private bool WasKept()
    {
        while (!_closing.IsCancellationRequested)
        {
            try
            {
                _statements ??= Open();
                return _statements.First("SELECT value FROM meta WHERE key = $1", row => row.GetInt64(0), CommitKey) == _commits;
            }
            catch (Exception refused) when (refused is SqliteException or IOException)
            {
                _statements?.Dispose();
                _statements = null;
                _closing.Token.WaitHandle.WaitOne(s_look);
            }
        }
        return false;
    }

    /// <summary>One write inside the group: it alone is undone if it fails.</summary>
    private static Exception? Attempt(NightLogTransaction transaction, Write write)
    {
        transaction.Mark();
        try
        {
            write.Work(transaction);
            transaction.Keep();
            return null;
        }
        catch (Exception failure) when (failure is not SqliteException { SqliteErrorCode: 10 or 11 or 13 or 26 })
        {
            transaction.Undo();
            return failure;
        }
    }

    [LoggerMessage(2010, LogLevel.Error, "Night log: the disk refuses; nothing is published until it takes something again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2011, LogLevel.Warning, "Night log: the disk takes again")]
    private partial void LogTakes();

    private sealed record Write(Action<NightLogTransaction> Work, Action<Exception?> Done);
}
