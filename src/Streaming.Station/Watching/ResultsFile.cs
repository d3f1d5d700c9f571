using System.Globalization;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>Every result in the order received, as CSV.</summary>
internal sealed class ResultsFile : IDisposable
{
    private readonly StreamWriter _writer;

    private ResultsFile(StreamWriter writer) => _writer = writer;

    public static ResultsFile Create(FileInfo file)
    {
        var writer = new StreamWriter(file.FullName) { AutoFlush = true };
        writer.WriteLine("site,bed,study_id,epoch,start_seconds,revision,stage,confidence,latency_ms");
        return new ResultsFile(writer);
    }

    public void Write(StageReport report, double? latencyMilliseconds) => _writer.WriteLine(string.Join(
        ',',
        Quote(report.Site),
        Quote(report.Bed),
        Quote(report.StudyId),
        report.Epoch.ToString(CultureInfo.InvariantCulture),
        StudyTime.Seconds(report.StartSeconds).ToString("0.######", CultureInfo.InvariantCulture),
        report.Revision.ToString().ToUpperInvariant(),
        StageText.Name(report.Stage),
        report.Confidence.ToString("R", CultureInfo.InvariantCulture),
        latencyMilliseconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? ""));

    public void Dispose() => _writer.Dispose();

    private static string Quote(string value) =>
        value.AsSpan().ContainsAny(",\"\r\n") ? $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : value;
}
