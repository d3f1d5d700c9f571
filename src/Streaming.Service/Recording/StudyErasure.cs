using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;

namespace Streaming.Service.Recording;

/// <summary>Deletes one study from a store that no service holds: rows, recording, messages.</summary>
/// <remarks>First one transaction: its rows go, and what is left to do is written down. All that follows can be done again, and is, by the same call, after a
/// kill or a full disk. Nothing of another study changes: not its offsets, not its bytes.</remarks>
internal sealed class StudyErasure(string store, TimeProvider time)
{
    private readonly string _nights = Path.Combine(store, "nights.db");

    /// <summary>Before a step begins, in words; the journal of a ward takes a while to read.</summary>
    public event Action<string>? Begins;

    /// <summary>When the rows are gone and the rest is certain to follow, if not in this run.</summary>
    public event Action<ForgottenStudy>? Forgets;

    /// <param name="studyId">Which.</param>
    /// <param name="author">Who deletes it.</param>
    /// <returns>What went.</returns>
    /// <exception cref="ErasureRefusedException">There is no such study, or it still runs.</exception>
    /// <exception cref="StoreInUseException">A service runs on the store.</exception>
    public async Task<ErasedStudy> EraseAsync(Guid studyId, string author, CancellationToken cancellationToken)
    {
        if (!File.Exists(_nights)) throw new IOException($"There is no store in '{store}': it has no nights.db.");
        using var held = StoreLock.Take(store);
        var journal = new JournalEraser(Path.Combine(store, "journal"), studyId);
        var (forgotten, isNew) = await ForgetAsync(studyId, author, journal, cancellationToken);
        if (forgotten.Places is not { } places) return new ErasedStudy(forgotten, [], [], IsNew: false);
        Forgets?.Invoke(forgotten);
        var recordings = DeleteRecordings(studyId);
        Begins?.Invoke($"blanking {places.Count} places in the journal");
        journal.Blank(places);
        Begins?.Invoke("writing nights.db anew");
        Rewrite();
        await using (var log = NightLog.Open(store, 1, NullLogger.Instance))
            await log.WriteAsync(transaction => { transaction.FinishForgetting(forgotten.StudyId); return true; }, cancellationToken);
        return new ErasedStudy(forgotten, recordings, places, isNew);
    }

    private async Task<(ForgottenStudy Study, bool IsNew)> ForgetAsync(
        Guid studyId, string author, JournalEraser journal, CancellationToken cancellationToken)
    {
        await using var log = NightLog.Open(store, 1, NullLogger.Instance);
        StoredStudy? stored;
        using (var reader = log.Read())
        {
            if (reader.FindForgotten(studyId.ToString()) is { } known) return (known, false);
            stored = reader.FindStudy(studyId.ToString());
        }
        if (stored is null) throw new ErasureRefusedException($"there is no study {studyId} in '{store}'");
        if (!stored.IsEnded)
            throw new ErasureRefusedException($"study {studyId} still runs at {stored.Bed}: it can be deleted when it has ended, by its gateway or by a silence of Flow:StudyTimeoutMinutes");
        Begins?.Invoke("reading the journal");
        var places = journal.Find(cancellationToken);
        var at = time.GetUtcNow();
        return (await log.WriteAsync(transaction => transaction.Forget(stored, author, at, places), cancellationToken), true);
    }

    /// <summary>Found by its id in the name: the row that named it is gone by now.</summary>
    private List<string> DeleteRecordings(Guid studyId)
    {
        var folder = Path.Combine(store, "recordings");
        if (!Directory.Exists(folder)) return [];
        var files = Directory.GetFiles(folder, $"*-{studyId}.*").Order(StringComparer.Ordinal).ToList();
        foreach (var file in files) File.Delete(file);
        if (files.Count > 0) FolderFlush.Flush(folder);
        return files.ConvertAll(file => Path.GetFileName(file));
    }

    /// <summary>Pages that were freed, now or long ago, still hold what stood there: the file is written anew without them, in its place, so that it stays
    /// whose it is. VACUUM alone would want its copy in the temporary folder or in memory.</summary>
    private void Rewrite()
    {
        var part = _nights + ".part";
        File.Delete(part);
        using (var live = NightLogSchema.Connect(_nights, readOnly: false))
        {
            Execute(live, "VACUUM INTO $1", part);
            using (var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = part, Pooling = false }.ToString()))
            {
                copy.Open();
                copy.BackupDatabase(live);
            }
            Execute(live, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        File.Delete(part);
        FolderFlush.Flush(store);
    }

    private static void Execute(SqliteConnection connection, string sql, string? value = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        if (value is not null) command.Parameters.AddWithValue("$1", value);
        command.ExecuteNonQuery();
    }
}
