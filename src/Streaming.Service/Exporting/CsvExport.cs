using System.Globalization;
using Streaming.V1;

namespace Streaming.Service.Exporting;

/// <summary>One line an epoch: what stands. RFC 4180, UTF-8.</summary>
internal static class CsvExport
{
    private const string Header =
        "epoch,start_seconds,stage,revision,confidence,p_w,p_n1,p_n2,p_n3,p_r,unscorable_reason,author,comment,model,unreviewed";

    /// <param name="writer">Receives the text.</param>
    /// <param name="reports">The highest revision of each epoch, in order.</param>
    public static void Write(TextWriter writer, IEnumerable<StageReport> reports)
    {
        writer.Write(Header + "\r\n");
        foreach (var report in reports) writer.Write(Line(report) + "\r\n");
    }

    private static string Line(StageReport report)
    {
        var start = (double)report.StartSeconds.Numerator / report.StartSeconds.Denominator;
        var probabilities = Enumerable.Range(0, 5).Select(stage => stage < report.Probabilities.Count ? Number(report.Probabilities[stage]) : "");
        return string.Join(',', (string[])
        [
            report.Epoch.ToString(CultureInfo.InvariantCulture), Number(start), report.Stage.ToString().ToUpperInvariant(),
            report.Revision.ToString().ToUpperInvariant(), Number(report.Confidence), .. probabilities, Quoted(report.UnscorableReason),
            Quoted(report.Author), Quoted(report.Comment), Quoted(report.Model?.Name ?? ""), report.Unreviewed ? "1" : "0",
        ]);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    // A cell that starts like a formula would be one in a spreadsheet.
    private static string Quoted(string text)
    {
        var safe = text.Length > 0 && text[0] is '=' or '+' or '-' or '@' ? "'" + text : text;
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }
}
