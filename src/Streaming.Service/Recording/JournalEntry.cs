namespace Streaming.Service.Recording;

/// <summary>A record and its place.</summary>
/// <param name="Offset">Of its first byte, counted over all segments.</param>
/// <param name="NextOffset">Of the byte behind it: read on from here.</param>
/// <param name="Record">What was kept.</param>
public readonly record struct JournalEntry(long Offset, long NextOffset, JournalRecord Record);
