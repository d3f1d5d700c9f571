using System.Data;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Recording;

namespace Streaming.Tests.Service.Recording;

public sealed class NightLogReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-reader-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Connection_is_given_back_where_the_store_cannot_be_read()
    {
        var connection = new SqliteConnection("Data Source=:memory:");
        connection.Open();

        Assert.Throws<SqliteException>(() => new NightLogReader(connection)); // no table is there

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    /// <summary>After an error of the disk SQLite ends the read by itself; that there is nothing left to end must not hide the error.</summary>
    [Fact]
    public async Task Refused_read_is_told_in_the_disks_words_and_its_connection_given_back()
    {
        await using var log = NightLog.Open(_folder, 1, NullLogger.Instance);
        var connection = NightLogSchema.Connect(Path.Combine(_folder, "nights.db"), readOnly: true);

        var refusal = Assert.Throws<SqliteException>(new Action(Read));

        Assert.Equal((10, ConnectionState.Closed), (refusal.SqliteErrorCode, connection.State));

        void Read()
        {
            using var reader = new NightLogReader(connection);
            using var rollback = connection.CreateCommand();
            rollback.CommandText = "ROLLBACK";
            rollback.ExecuteNonQuery();
            throw new SqliteException("disk I/O error", 10);
        }
    }
}
