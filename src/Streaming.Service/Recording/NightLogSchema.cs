using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Streaming.Service.Recording;

/// <summary>The tables of the night log; docs/store.md describes them.</summary>
internal static class NightLogSchema
{
    public const int Version = 1;

    // reports, which stay for ever, has row ids: without them a row of more than a quarter of a page ends in a page of its own, and a night took twice the room.
    // A store of an older version keeps its table as it is; every statement reads and writes both.
    private const string Tables = """
        CREATE TABLE IF NOT EXISTS meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS studies(
            study_id TEXT PRIMARY KEY, site TEXT NOT NULL, bed TEXT NOT NULL, descriptor BLOB NOT NULL, first_offset INTEGER NOT NULL,
            opened_sequence INTEGER NOT NULL, ended INTEGER NOT NULL DEFAULT 0, end_reason TEXT, end_offset INTEGER, accounts BLOB) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS studies_by_bed ON studies(site, bed, opened_sequence);
        CREATE TABLE IF NOT EXISTS reports(
            study_id TEXT NOT NULL, epoch INTEGER NOT NULL, revision INTEGER NOT NULL, sequence INTEGER NOT NULL, message BLOB NOT NULL,
            PRIMARY KEY(study_id, epoch, revision));
        CREATE TABLE IF NOT EXISTS states(
            study_id TEXT NOT NULL, epoch INTEGER NOT NULL, resume_offset INTEGER NOT NULL, closed_offset INTEGER NOT NULL,
            session BLOB NOT NULL, smoother BLOB NOT NULL, PRIMARY KEY(study_id, epoch)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS evidence_states(
            study_id TEXT NOT NULL, epoch INTEGER NOT NULL, evidence BLOB NOT NULL, PRIMARY KEY(study_id, epoch)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS study_models(
            study_id TEXT NOT NULL, after_epoch INTEGER NOT NULL, model TEXT NOT NULL, signal TEXT NOT NULL,
            PRIMARY KEY(study_id, after_epoch)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS night_changes(study_id TEXT PRIMARY KEY, sequence INTEGER NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS night_changes_in_order ON night_changes(sequence);
        CREATE TABLE IF NOT EXISTS events(study_id TEXT NOT NULL, event_id TEXT NOT NULL, PRIMARY KEY(study_id, event_id)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS lights(sequence INTEGER PRIMARY KEY, study_id TEXT NOT NULL, message BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS lights_by_study ON lights(study_id);
        CREATE TABLE IF NOT EXISTS notes(sequence INTEGER PRIMARY KEY, study_id TEXT NOT NULL, message BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS notes_by_study ON notes(study_id);
        CREATE TABLE IF NOT EXISTS marks(sequence INTEGER PRIMARY KEY, study_id TEXT NOT NULL, message BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS marks_by_study ON marks(study_id);
        CREATE TABLE IF NOT EXISTS signatures(sequence INTEGER PRIMARY KEY, study_id TEXT NOT NULL, message BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS signatures_by_study ON signatures(study_id);
        CREATE TABLE IF NOT EXISTS beds(site TEXT NOT NULL, bed TEXT NOT NULL, message BLOB NOT NULL, PRIMARY KEY(site, bed)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS advisories(
            advisory_id TEXT PRIMARY KEY, site TEXT NOT NULL, bed TEXT NOT NULL, study_id TEXT NOT NULL, ended INTEGER NOT NULL,
            message BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX IF NOT EXISTS advisories_by_study ON advisories(study_id);
        CREATE INDEX IF NOT EXISTS advisories_that_last ON advisories(site, bed) WHERE ended = 0;
        CREATE TABLE IF NOT EXISTS recordings(
            study_id TEXT PRIMARY KEY, file TEXT NOT NULL, written_at TEXT NOT NULL, journal_deleted INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS deltas(sequence INTEGER PRIMARY KEY, site TEXT NOT NULL, bed TEXT NOT NULL, message BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS forgotten(
            study_id TEXT PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, sequence INTEGER NOT NULL, removed TEXT NOT NULL, places BLOB) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS audit(
            id INTEGER PRIMARY KEY, at TEXT NOT NULL, study_id TEXT NOT NULL, epoch INTEGER, author TEXT NOT NULL, action TEXT NOT NULL,
            message BLOB);
        """;

    // A reader lasts as long as a watcher takes its snapshot, and there may be hundreds: each keeps few pages, the system keeps the rest.
    private const string ReaderPragmas = "PRAGMA busy_timeout=5000; PRAGMA cache_size=-256";

    // What the writer may have to undo stays in memory: a full temporary folder refuses no write. Each study writes at the end of its own part of every
    // table: the pages of all beds together, 16 MiB of them, stay at hand.
    // The write-ahead log grows while a reader is long about it; what is beyond 64 MiB is given back to the disk when it has gone.
    private const string WriterPragmas =
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA busy_timeout=5000; PRAGMA temp_store=MEMORY; PRAGMA cache_size=-16384; PRAGMA journal_size_limit=67108864";

    /// <summary>A connection that makes every commit durable.</summary>
    public static SqliteConnection Connect(string path, bool readOnly)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = readOnly ? SqliteOpenMode.ReadOnly : SqliteOpenMode.ReadWriteCreate,
            Pooling = readOnly,
        }.ToString());
        try
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = readOnly ? ReaderPragmas : WriterPragmas;
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose(); // a disk that refuses is asked again every second
            throw;
        }
    }

    /// <exception cref="InvalidOperationException">The file was written by another format; nothing in it is changed.</exception>
    public static void Prepare(SqliteStatements statements)
    {
        Check(statements);
        using (var command = statements.Connection.CreateCommand())
        {
            command.CommandText = Tables;
            command.ExecuteNonQuery();
        }
        statements.Execute("INSERT OR IGNORE INTO meta VALUES('format', $1)", Version.ToString(CultureInfo.InvariantCulture));
        statements.Execute("INSERT OR IGNORE INTO meta VALUES('store_id', $1)", Guid.NewGuid().ToString());
        // Nights of an older version: the sequence after that of their beginning announced them and nothing else, so no two have the same.
        statements.Execute(
            "INSERT INTO night_changes SELECT study_id, opened_sequence + 1 FROM studies WHERE ended = 1 AND study_id NOT IN (SELECT study_id FROM night_changes)");
    }

    // Before anything is made: tables of a format that this version does not know are none of its business.
    private static void Check(SqliteStatements statements)
    {
        if (!statements.Any("SELECT 1 FROM sqlite_master WHERE name = 'meta'")) return;
        var format = statements.First("SELECT value FROM meta WHERE key = 'format'", row => row.GetString(0));
        if (format is not null && format != Version.ToString(CultureInfo.InvariantCulture))
            throw new InvalidOperationException($"The night log has format {format}; this service reads format {Version}.");
    }
}
