using Streaming.Parts.CommandLine;

namespace Streaming.Service.Ingest;

/// <summary>Why a message is not taken.</summary>
/// <param name="Cause">Stable word, counted and shown: <c>malformed-samples</c>, <c>oversized</c>, <c>unknown-channel</c>, ...</param>
/// <param name="Text">Names the value and the limit; never patient data.</param>
internal sealed record Rejection(string Cause, string Text)
{
    /// <summary>One line: it cites what a gateway wrote, and goes to log and terminals.</summary>
    public string Text { get; } = OneLine.Of(Text);
}
