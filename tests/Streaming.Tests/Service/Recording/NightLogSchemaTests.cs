using Google.Protobuf.WellKnownTypes;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>What a store of a year, or of another version, asks of the tables.</summary>
public sealed class NightLogSchemaTests : IDisposable
{
    private const int Epochs = 960;
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-schema-").FullName;

    private string File => Path.Combine(_folder, "nights.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Tables_of_another_format_are_refused_with_both_numbers_and_nothing_is_made_in_them()
    {
        Execute("CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID; INSERT INTO meta VALUES('format', '2')");

        var refusal = Assert.Throws<InvalidOperationException>(() => NightLog.Open(_folder, 1, NullLogger.Instance));

        Assert.Contains("format 2", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("format 1", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("meta=1", Read("SELECT group_concat(name) || '=' || (SELECT count(*) FROM meta) FROM sqlite_master WHERE type = 'table'"));
    }

    /// <summary>Reports stay for ever: 14 600 nights a year of 40 beds, at 3.4 MB each of words.</summary>
    [Fact]
    public async Task Reports_of_a_night_take_little_more_room_than_they_have_bytes()
    {
        await KeepAsync();
        Execute("DELETE FROM deltas; VACUUM"); // what remains is the reports

        Assert.InRange(new FileInfo(File).Length / (double)Read("SELECT sum(length(message)) FROM reports", row => row.GetInt64(0)), 1, 1.4);
    }

    [Fact]
    public async Task Reports_of_a_store_of_an_older_version_are_read_and_written_in_its_own_table()
    {
        Execute("""
            CREATE TABLE reports(
                study_id TEXT NOT NULL, epoch INTEGER NOT NULL, revision INTEGER NOT NULL, sequence INTEGER NOT NULL, message BLOB NOT NULL,
                PRIMARY KEY(study_id, epoch, revision)) WITHOUT ROWID
            """);
        await KeepAsync();
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        await log.WriteAsync(transaction => transaction.AddReport(s_bed, Report(7, Revision.Overridden)), TestContext.Current.CancellationToken);

        using var reader = log.Read();

        Assert.Equal(Epochs + 1, reader.Reports(StudyId, allRevisions: true).Count);
        Assert.Equal(Epochs, reader.Reports(StudyId, allRevisions: false).Count);
        Assert.Equal(Revision.Overridden, reader.Reports(StudyId, allRevisions: false)[7].Revision);
        Assert.Equal(Epochs + 1, reader.ChangeSequence(StudyId));
    }

    /// <summary>Each night of a snapshot asks for them: of a year's thousands, all over, none may be looked at.</summary>
    [Fact]
    public async Task What_lasts_at_a_bed_is_found_without_looking_at_what_is_over()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        var lasting = new Advisory { AdvisoryId = "lasting", Site = s_bed.Site, Bed = s_bed.Bed, Cause = "disk-short" };
        await log.WriteAsync(
            transaction =>
            {
                for (var n = 0; n < 20_000; n++)
                {
                    transaction.AddAdvisory(s_bed, new Advisory { AdvisoryId = $"over-{n}", Site = s_bed.Site, Bed = s_bed.Bed, End = new Timestamp() });
                }
                transaction.AddAdvisory(s_bed, lasting);
                return true;
            },
            TestContext.Current.CancellationToken);
        using var reader = log.Read();
        var study = new StoredStudy(s_bed, new StudyDescriptor { StudyId = StudyId }, 0, false, null, []);

        Assert.Equal("lasting", Assert.Single(reader.Advisories(study)).AdvisoryId);
        Assert.Equal("lasting", Assert.Single(reader.LastingAdvisories()).AdvisoryId);
        Assert.InRange(StepsOf(() => reader.Advisories(study)), 0, 1000);
        Assert.InRange(StepsOf(() => reader.LastingAdvisories()), 0, 1000);

        // Steps of SQLite's machine, counted by its own callback: no clock.
        int StepsOf(Action read)
        {
            var steps = 0;
            SQLitePCL.raw.sqlite3_progress_handler(reader.Connection.Handle, 1, _ => ++steps < 0 ? 1 : 0, null);
            read();
            SQLitePCL.raw.sqlite3_progress_handler(reader.Connection.Handle, 0, null, null);
            return steps;
        }
    }

    private const string StudyId = "4798be75-65a6-44a6-9723-7c999f98a33c";
    private static readonly BedKey s_bed = new("lab", "bed-1");

    private async Task KeepAsync()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        await log.WriteAsync(
            transaction =>
            {
                for (var epoch = 0; epoch < Epochs; epoch++) transaction.AddReport(s_bed, Report(epoch, Revision.Final));
                return true;
            },
            TestContext.Current.CancellationToken);
    }

    private static StageReport Report(int epoch, Revision revision) => new()
    {
        StudyId = StudyId, Site = s_bed.Site, Bed = s_bed.Bed, Epoch = epoch, Revision = revision, Stage = Stage.N2,
        Quality = { new string('q', 1700) }, Committed = new Timestamp(), // as long as a real one, of six rows
    };

    private void Execute(string sql) => Read(sql, _ => "");

    private string? Read(string sql) => Read(sql, row => row.GetString(0));

    private T? Read<T>(string sql, Func<SqliteDataReader, T> read)
    {
        using var connection = NightLogSchema.Connect(File, readOnly: false);
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader(); // every statement of several
        return reader.Read() ? read(reader) : default;
    }
}
