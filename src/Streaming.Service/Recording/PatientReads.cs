using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace Streaming.Service.Recording;

/// <summary>What a bed's lane reads of the store, however often the disk refuses: until it answers, the bed waits. A volume that was away for a moment must not
/// cost a bed its night.</summary>
internal sealed partial class PatientReads
{
    private readonly Journal _journal;
    private readonly NightLog _log;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline _persistent;
    private readonly LastingRefusal _refusal = new();
    private readonly Lock _gate = new();
    private bool _isRefused;

    public PatientReads(Journal journal, NightLog log, TimeProvider time, IOptions<RecordingOptions> options, ILogger<PatientReads> logger)
    {
        (_journal, _log, _logger) = (journal, log, logger);
        _persistent = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(options.Value.RetryMilliseconds),
            ShouldHandle = new PredicateBuilder().Handle<SqliteException>().Handle<IOException>(),
            OnRetry = refused =>
            {
                Refused(refused.Outcome.Exception!.Message);
                return default;
            },
        }).Build();
    }

    /// <summary>False from a refused read to the next one that succeeds.</summary>
    public bool IsAnswered => !Volatile.Read(ref _isRefused);

    /// <param name="read">Called anew after each refusal.</param>
    /// <param name="cancellationToken">Ends the patience.</param>
    public ValueTask<T> NightLogAsync<T>(Func<NightLogReader, T> read, CancellationToken cancellationToken) => UntilAnsweredAsync(
        () =>
        {
            using var reader = _log.Read();
            return read(reader);
        },
        cancellationToken);

    /// <returns>The record, or null where it is damaged or gone. Its payload holds until the next one is read.</returns>
    public ValueTask<JournalRecord?> RecordAsync(JournalLookup journal, long offset, long nextOffset, CancellationToken cancellationToken) =>
        UntilAnsweredAsync(
            () =>
            {
                var record = journal.Read(offset, nextOffset);
                if (record is null) RequireFiles();
                return record;
            },
            cancellationToken);

    /// <summary>The journal's records that begin between two offsets; after a refusal from where it stood.</summary>
    public async IAsyncEnumerable<JournalEntry> JournalAsync(long from, long to, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        IEnumerator<JournalEntry>? entries = null;
        try
        {
            while (await UntilAnsweredAsync(Next, cancellationToken) is { } entry)
            {
                from = entry.NextOffset;
                yield return entry;
            }
        }
        finally
        {
            entries?.Dispose();
        }

        JournalEntry? Next()
        {
            try
            {
                if (entries is null) RequireFiles();
                entries ??= _journal.Read(from).GetEnumerator();
                return entries.MoveNext() && entries.Current.Offset < to ? entries.Current : null;
            }
            catch
            {
                entries?.Dispose();
                entries = null;
                throw;
            }
        }
    }

    /// <param name="read">Called anew after each refusal.</param>
    /// <param name="cancellationToken">Ends the patience.</param>
    public async ValueTask<T> UntilAnsweredAsync<T>(Func<T> read, CancellationToken cancellationToken)
    {
        var answer = await _persistent.ExecuteAsync(_ => ValueTask.FromResult(read()), cancellationToken);
        if (!IsAnswered) Answered();
        return answer;
    }

    // What is asked for has been kept: a bare folder is a mount point without its volume.
    private void RequireFiles()
    {
        if (!_journal.HasFiles) throw new IOException("the journal's folder holds no file");
    }

    private void Refused(string reason)
    {
        lock (_gate)
        {
            Volatile.Write(ref _isRefused, true);
            if (_refusal.IsNew(reason)) LogRefused(reason);
        }
    }

    private void Answered()
    {
        lock (_gate)
        {
            if (IsAnswered) return;
            Volatile.Write(ref _isRefused, false);
            _refusal.End();
            LogAnswers();
        }
    }

    [LoggerMessage(2040, LogLevel.Critical, "The store cannot be read: {Reason}. The beds that need it wait")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2041, LogLevel.Information, "The store is read again")]
    private partial void LogAnswers();
}
