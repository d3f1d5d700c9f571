using System.Globalization;
using System.Text;
using Streaming.Service.Recording;
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
        var start = StudyTime.Seconds(report.StartSeconds);
        var probabilities = Enumerable.Range(0, 5).Select(stage => stage < report.Probabilities.Count ? Number(report.Probabilities[stage]) : "");
        return string.Join(',', (string[])
        [
            report.Epoch.ToString(CultureInfo.InvariantCulture), Number(start), report.Stage.ToString().ToUpperInvariant(),
            report.Revision.ToString().ToUpperInvariant(), Number(report.Confidence), .. probabilities, Quoted(report.UnscorableReason),
            Quoted(report.Author), Quoted(report.Comment), Quoted(report.Model?.Name ?? ""), report.Unreviewed ? "1" : "0",
        ]);
    }

    private static string Number(double value) => value.ToString("0.######", CultureInfo.InvariantCulture);

    private static string Quoted(string text)
    {
        var safe = Plain(text);
        return safe.AsSpan().IndexOfAny("\",\r\n") < 0 ? safe : $"\"{safe.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
    }

    /// <summary>A cell that starts like a formula would be one in a spreadsheet: behind blanks and in full width too, and where a list's separator is a semicolon,
    /// or quotes are not understood, in the middle of ours.</summary>
    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length + 1);
        var isStart = true;
        foreach (var letter in text)
        {
            if (isStart && letter is '=' or '+' or '-' or '@' or '\uff1d' or '\uff0b' or '\uff0d' or '\uff20') plain.Append('\'');
            plain.Append(letter);
            isStart = letter is ';' or '\t' or '\r' or '\n' || (isStart && (char.IsWhiteSpace(letter) || char.IsControl(letter)));
        }
        return plain.ToString();
    }
}
