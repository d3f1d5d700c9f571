namespace Streaming.Core.Signals;

/// <summary>The study is over; no sample exists beyond these.</summary>
/// <param name="LastIndices">Index of the last sample of each channel, by channel number; -1 for a channel that never had one.</param>
public sealed record StudyEnd(IReadOnlyList<long> LastIndices);
