using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Polly;

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
    private int _waiting; // reads that were refused and ask again

    public PatientReads(Journal journal, NightLog log, TimeProvider time, IOptions<RecordingOptions> options, ILogger<PatientReads> logger)
    {
        (_journal, _log, _logger) = (journal, log, logger);
        _persistent = StoreRetry.Persistent(time, options.Value);
    }

    /// <summary>False while a read waits, whatever others find in the meantime.</summary>
    public bool IsAnswered => Volatile.Read(ref _waiting) == 0;

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
                if (record is null) _journal.RequireFiles();
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
        var (isWaiting, isAnswered) = (false, false);
        try
        {
            var answer = await _persistent.ExecuteAsync(
                _ =>
                {
                    try
                    {
                        return ValueTask.FromResult(read());
                    }
                    catch (Exception refused) when (refused is SqliteException or IOException)
                    {
                        Refused(refused.Message, isFirst: !isWaiting);
                        isWaiting = true;
                        throw;
                    }
                },
                cancellationToken);
            isAnswered = true;
            return answer;
        }
        finally
        {
            if (isWaiting) Over(isAnswered);
        }
    }

    private void Refused(string reason, bool isFirst)
    {
        lock (_gate)
        {
            if (isFirst) _waiting++;
            if (_refusal.IsNew(reason)) LogRefused(reason);
        }
    }

    private void Over(bool isAnswered)
    {
        lock (_gate)
        {
            if (--_waiting > 0) return;
            _refusal.End();
            if (isAnswered) LogAnswers();
        }
    }

    [LoggerMessage(2040, LogLevel.Critical, "The store cannot be read: {Reason}. The beds that need it wait")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2041, LogLevel.Information, "The store is read again")]
    private partial void LogAnswers();
}
