using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>How long after its last sample a machine's decision was here.</summary>
internal static class ReportLatency
{
    /// <summary>Null where it says nothing: an edit is made when somebody makes it, and some results do not know when their samples came.</summary>
    public static double? Milliseconds(StageReport report, DateTimeOffset now) =>
        report.Revision != Revision.Overridden && report.LastSampleReceived is { } received ? (now - received.ToDateTimeOffset()).TotalMilliseconds : null;
}
