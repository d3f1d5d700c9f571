using System.Globalization;
using System.Text;
using System.Text.Json;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>A result as one line of key=value; keys and their order are stable, values with spaces are quoted as in JSON.</summary>
internal static class PlainLine
{
    public static string Of(StageReport report, double? latencyMilliseconds)
    {
        var line = new StringBuilder();
        Add("revision", report.Revision.ToString().ToUpperInvariant());
        Add("site", report.Site);
        Add("bed", report.Bed);
        Add("study", report.StudyId);
        Add("epoch", report.Epoch.ToString(CultureInfo.InvariantCulture));
        Add("start_s", StudyTime.Seconds(report.StartSeconds).ToString("0.###", CultureInfo.InvariantCulture));
        Add("stage", StageText.Name(report.Stage));
        Add("confidence", report.Confidence.ToString("0.000", CultureInfo.InvariantCulture));
        Add("lost", report.Accounts.Sum(account => account.Lost).ToString(CultureInfo.InvariantCulture));
        Add("calibrating", report.Calibrating ? "true" : "false");
        Add("unreviewed", report.Unreviewed ? "true" : "false");
        Add("latency_ms", latencyMilliseconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-");
        if (report.UnscorableReason.Length > 0)
            Add("reason", report.UnscorableReason);
        if (report.Author.Length > 0)
            Add("author", report.Author);
        return line.ToString();

        void Add(string key, string value)
        {
            if (line.Length > 0)
                line.Append(' ');
            line.Append(key).Append('=').Append(IsBare(value) ? value : JsonSerializer.Serialize(value));
        }
    }

    private static bool IsBare(string value) => value.Length > 0 && value.All(c => c is > ' ' and <= '~' and not '"' and not '=');
}
