namespace Streaming.Service.Ingest;

/// <summary>A SampleBlock in its message's own bytes, with the places of its runs: samples are copied once, when they are decoded.</summary>
/// <param name="StudyId">The study.</param>
/// <param name="Backfill">Sent again on request.</param>
/// <param name="Payload">The message.</param>
/// <param name="Runs">In the order in which they stand.</param>
internal sealed record WireBlock(Guid StudyId, bool Backfill, ReadOnlyMemory<byte> Payload, WireRun[] Runs);
