using Streaming.Parts.CommandLine;

namespace Streaming.Service.Ingest;

/// <summary>Why a message is not taken.</summary>
/// <param name="Cause">Stable word, counted and shown; docs/mqtt.md lists them all. Those that several readers use are named here.</param>
/// <param name="Text">Names the value and the limit; never patient data.</param>
internal sealed record Rejection(string Cause, string Text)
{
    public const string MalformedStudy = "malformed-study";
    public const string MalformedSamples = "malformed-samples";
    public const string MalformedEvent = "malformed-event";
    public const string MalformedStatus = "malformed-status";

    /// <summary>One line: it cites what a gateway wrote, and goes to log and terminals.</summary>
    public string Text { get; } = OneLine.Of(Text);
}
