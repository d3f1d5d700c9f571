namespace Streaming.Service.Recording;

/// <summary>How far into the journal the night log speaks of. A journal that ends before that has lost files, or is older than the night log
/// (restored from different copies); what came next would get places that are counted as read, and be passed over at the next start.</summary>
internal static class JournalReach
{
    private const string Furthest = """
        SELECT max(
            coalesce((SELECT max(first_offset + 1) FROM studies), 0),
            coalesce((SELECT max(end_offset) FROM studies), 0),
            coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'checkpoint_offset'), 0),
            coalesce((SELECT max((SELECT closed_offset FROM states WHERE states.study_id = studies.study_id ORDER BY epoch DESC LIMIT 1))
                FROM studies WHERE ended = 0), 0))
        """;

    /// <param name="folder">A store whose night log has been opened.</param>
    /// <returns>The first offset that nothing in the night log lies behind.</returns>
    public static long Of(string folder)
    {
        using var connection = NightLogSchema.Connect(Path.Combine(folder, "nights.db"), readOnly: true);
        using var command = connection.CreateCommand();
        command.CommandText = Furthest;
        return (long)command.ExecuteScalar()!;
    }
}
