using System.Text;

namespace Streaming.Service.Recording;

/// <summary>Everything that the night log holds of one study.</summary>
internal static class StudyRows
{
    /// <summary>The tables with a study's id, the study itself last.</summary>
    public static IReadOnlyList<string> Tables { get; } =
    [
        "reports", "states", "evidence_states", "study_models", "night_changes", "events", "lights", "notes", "marks", "signatures", "advisories", "recordings", "audit", "studies",
    ];

    /// <summary>Deletes it; what was announced of it too, and advisories of its bed that name it.</summary>
    /// <returns>What went, in words.</returns>
    public static string Delete(SqliteStatements statements, string studyId)
    {
        var gone = new StringBuilder();
        foreach (var table in Tables) Say(table, statements.Execute($"DELETE FROM {table} WHERE study_id = $1", studyId));
        var name = Encoding.ASCII.GetBytes(studyId);
        Say("advisories of its bed", statements.Execute("DELETE FROM advisories WHERE instr(message, $1) > 0", name));
        Say("announcements", statements.Execute("DELETE FROM deltas WHERE instr(message, $1) > 0", name));
        return gone.ToString();

        void Say(string what, int count)
        {
            if (count > 0) gone.Append(System.Globalization.CultureInfo.InvariantCulture, $"{(gone.Length > 0 ? ", " : "")}{what} {count}");
        }
    }
}
