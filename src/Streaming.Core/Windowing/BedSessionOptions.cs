namespace Streaming.Core.Windowing;

/// <summary>How one bed's samples become epochs. Two sessions with equal options and samples give equal epochs.</summary>
public sealed record BedSessionOptions
{
    /// <summary>An incomplete epoch waits until the bed's furthest sample is this far past its end; stream time, 0 to 600 s.</summary>
    public double ReorderHorizonSeconds { get; init; } = 10;

    /// <summary>New signal between two rolling windows; 1 to 30 s in whole hundredths.</summary>
    public double HopSeconds { get; init; } = 5;

    /// <summary>A sample further than this ahead of everything before it is refused, whatever follows it. 60 s to 7 days.</summary>
    /// <remarks>One day, because a service that joins a night late, or a bed that was cut off, is legitimate; the time between is given as lost
    /// epochs. What is nearer and yet a leap must be followed by more (<see cref="LeapGuard"/>).</remarks>
    public double MaxJumpSeconds { get; init; } = 86400;

    internal void Validate()
    {
        Require(ReorderHorizonSeconds, 0, 600, nameof(ReorderHorizonSeconds));
        Require(HopSeconds, 1, 30, nameof(HopSeconds));
        Require(MaxJumpSeconds, 60, 7 * 86400, nameof(MaxJumpSeconds));
    }

    private static void Require(double value, double least, double most, string name)
    {
        if (!(value >= least && value <= most)) throw new ArgumentOutOfRangeException(name, value, $"{name} must be from {least} to {most} s.");
    }
}
