using Microsoft.Data.Sqlite;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary>Makes a short night's log as long as a whole night's, where staging one would take minutes: every report is copied, to epochs before the first.</summary>
internal static class LongNight
{
    /// <param name="store">Of a service that does not run.</param>
    /// <param name="epochs">That each night then has.</param>
    public static void Fill(string store, int epochs)
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(store, "nights.db")};Pooling=False");
        connection.Open();
        using var transaction = connection.BeginTransaction();
        foreach (var night in Reports(connection).GroupBy(report => report.StudyId))
        {
            var finals = night.Count(report => report.Revision == Revision.Final);
            for (var copy = 1; copy * finals < epochs; copy++)
            {
                foreach (var report in night.Where(report => report.Epoch - copy * finals >= finals - epochs)) Add(connection, report, copy * finals);
            }
        }
        transaction.Commit();
    }

    private static List<StageReport> Reports(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT message FROM reports WHERE epoch >= 0";
        using var reader = command.ExecuteReader();
        var reports = new List<StageReport>();
        while (reader.Read()) reports.Add(StageReport.Parser.ParseFrom((byte[])reader[0]));
        return reports;
    }

    private static void Add(SqliteConnection connection, StageReport report, int earlier)
    {
        var copy = report.Clone();
        copy.Epoch -= earlier;
        using var command = connection.CreateCommand();
        command.CommandText = "INSERT OR IGNORE INTO reports VALUES($study, $epoch, $revision, $sequence, $message)";
        command.Parameters.AddWithValue("$study", copy.StudyId);
        command.Parameters.AddWithValue("$epoch", copy.Epoch);
        command.Parameters.AddWithValue("$revision", (int)copy.Revision);
        command.Parameters.AddWithValue("$sequence", (long)copy.CommitSequence);
        command.Parameters.AddWithValue("$message", Google.Protobuf.MessageExtensions.ToByteArray(copy));
        command.ExecuteNonQuery();
    }
}
