namespace Streaming.Core.Signals;

/// <summary>Consecutive digital samples of one channel.</summary>
/// <param name="Channel">The channel's number in its study.</param>
/// <param name="FirstIndex">Index of the first sample; sample i was taken i / rate seconds after the study's start.</param>
/// <param name="Values">Digital values (not physical ones).</param>
public readonly record struct ChannelSamples(int Channel, long FirstIndex, ReadOnlyMemory<int> Values);
