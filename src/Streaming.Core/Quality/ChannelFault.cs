namespace Streaming.Core.Quality;

/// <summary>A fault of one channel in one epoch.</summary>
/// <param name="Fault">Which.</param>
/// <param name="FirstSecond">Where in the epoch it begins, 0 to 29.</param>
/// <param name="Share">Of the epoch's seconds that it covers, 0 to 1.</param>
/// <param name="Amount">Hum: amplitude, µV; pops: how many; clipped: share of samples; implausible: median deviation, µV; else 0.</param>
public readonly record struct ChannelFault(SignalFault Fault, int FirstSecond, double Share, double Amount);
