using Streaming.Core.Signals;

namespace Streaming.Replay.Recordings;

/// <summary>What one bed plays.</summary>
/// <param name="Study">With an id of its own for every run.</param>
/// <param name="Blocks">All samples, in order; read once.</param>
/// <param name="DurationSeconds">Study time of the end.</param>
internal sealed record BedRecording(Study Study, IEnumerable<SampleBlock> Blocks, Rational DurationSeconds)
{
    public Rational? LightsOffSeconds { get; init; }

    public Rational? LightsOnSeconds { get; init; }

    /// <summary>What was odd about the recording.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
