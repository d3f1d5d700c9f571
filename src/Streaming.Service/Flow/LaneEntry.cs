using Streaming.Service.Ingest;

namespace Streaming.Service.Flow;

/// <summary>A journalled message and its place.</summary>
internal readonly record struct LaneEntry(long Offset, long NextOffset, DateTimeOffset ReceivedAt, IngestMessage Message);
