namespace Streaming.Core.Signals;

/// <summary>A stretch of digital samples of one study, half a second to a second of every channel.</summary>
/// <param name="StudyId">The study it belongs to.</param>
/// <param name="Channels">Runs of samples; a channel may be absent or appear more than once.</param>
/// <param name="Backfill">Sent again on request.</param>
public sealed record SampleBlock(Guid StudyId, IReadOnlyList<ChannelSamples> Channels, bool Backfill = false);
