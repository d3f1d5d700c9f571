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
    private readonly Task _writing;
    private SqliteStatements? _statements;
    private long _latestSequence;

    private NightLog(string path, int groupLimit, ILogger logger)
    {
        (_path, _groupLimit, _logger) = (path, groupLimit, logger);
        _statements = Open();
        StoreId = _statements.First("SELECT value FROM meta WHERE key = 'store_id'", row => row.GetString(0))!;
        _latestSequence = _statements.First("SELECT coalesce(max(sequence), 0) FROM deltas", row => row.GetInt64(0));
        _writing = Task.Run(WriteLoopAsync);
    }

    public string StoreId { get; }

    /// <summary>Of the last committed delta.</summary>
    public long LatestSequence => Volatile.Read(ref _latestSequence);

    /// <summary>False from a refused commit to the next one that succeeds.</summary>
    public bool IsWritable { get; private set; } = true;

    /// <summary>After each commit, in order, before the writes are said to be done.</summary>
    public event Action<IReadOnlyList<Delta>>? Committed;

    /// <param name="folder">The store. The caller holds its lock.</param>
    public static NightLog Open(string folder, int groupLimit, ILogger logger) => new(Path.Combine(folder, "nights.db"), groupLimit, logger);

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

    public async ValueTask DisposeAsync()
    {
        _writes.Writer.TryComplete();
        await _writing.ConfigureAwait(false);
        _statements?.Dispose();
        SqliteConnection.ClearAllPools();
    }

    private SqliteStatements Open()
    {
        var statements = new SqliteStatements(NightLogSchema.Connect(_path, readOnly: false));
        NightLogSchema.Prepare(statements);
        return statements;
    }

    private async Task WriteLoopAsync()
    {
        var group = new List<Write>();
        while (await _writes.Reader.WaitToReadAsync().ConfigureAwait(false))
        {
            while (group.Count < _groupLimit && _writes.Reader.TryRead(out var write)) group.Add(write);
            Commit(group);
            group.Clear();
        }
    }

    private void Commit(List<Write> group)
    {
        var failures = new Exception?[group.Count];
        try
        {
            _statements ??= Open();
            var transaction = new NightLogTransaction(_statements, StoreId, _latestSequence);
            _statements.Execute("BEGIN IMMEDIATE");
            for (var i = 0; i < group.Count; i++) failures[i] = Attempt(transaction, group[i]);
            _statements.Execute("COMMIT");
            IsWritable = true;
            Volatile.Write(ref _latestSequence, transaction.Sequence);
            if (transaction.Deltas.Count > 0) Committed?.Invoke(transaction.Deltas);
        }
        catch (Exception failure) when (failure is SqliteException or IOException)
        {
            IsWritable = false;
            LogRefused(failure, group.Count);
            Array.Fill(failures, failure);
            // What the connection is in after a failed commit is unknown; a fresh one recovers from the write-ahead log.
            _statements?.Dispose();
            _statements = null;
        }
        for (var i = 0; i < group.Count; i++) group[i].Done(failures[i]);
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

    [LoggerMessage(2010, LogLevel.Error, "Night log: the disk refused a group of {Count} writes; nothing of it is published")]
    private partial void LogRefused(Exception failure, int count);

    private sealed record Write(Action<NightLogTransaction> Work, Action<Exception?> Done);
}
