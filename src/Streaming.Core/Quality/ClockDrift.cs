namespace Streaming.Core.Quality;

/// <summary>A recorder's clock against ours.</summary>
/// <param name="Share">Wall time beyond study time, by study time: above 0, samples come slower than their stated rate.</param>
/// <param name="IsOff">More than transport can explain.</param>
public readonly record struct ClockDrift(double Share, bool IsOff);
