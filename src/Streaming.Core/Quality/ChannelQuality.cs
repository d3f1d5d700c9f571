namespace Streaming.Core.Quality;

/// <summary>How good one channel was over one epoch.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="IsStaged">It may fill a row of the picture.</param>
/// <param name="Faults">None: nothing was found.</param>
/// <param name="AmplitudeMicrovolts">Median over the seconds of the standard deviation within a second; 0: no voltage, or too little came.</param>
/// <param name="IsHumMeasurable">The native rate lets mains be seen.</param>
public sealed record ChannelQuality(
    int Channel, bool IsStaged, IReadOnlyList<ChannelFault> Faults, double AmplitudeMicrovolts, bool IsHumMeasurable)
{
    /// <summary>Why nothing may be staged from the channel in this epoch, or null: missing, flat, disconnected or clipped for more than the share that a row may
    /// lose.</summary>
    public SignalFault? Unusable { get; init; }
}
