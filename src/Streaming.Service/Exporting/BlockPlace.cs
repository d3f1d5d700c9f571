namespace Streaming.Service.Exporting;

/// <summary>Where in the journal a block lies, and the stretch of study time it has samples of.</summary>
internal readonly record struct BlockPlace(long Offset, long NextOffset, double FromSeconds, double ToSeconds);
