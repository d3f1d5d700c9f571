using Streaming.Service.Ingest;

namespace Streaming.Service.Flow;

/// <summary>A journalled message and its place.</summary>
/// <param name="IsKept">Read again at the start: it says nothing of whether its bed sends now.</param>
internal readonly record struct LaneEntry(long Offset, long NextOffset, DateTimeOffset ReceivedAt, IngestMessage Message, bool IsKept = false);
