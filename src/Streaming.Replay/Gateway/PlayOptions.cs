namespace Streaming.Replay.Gateway;

/// <summary>How a recording is played.</summary>
internal sealed record PlayOptions
{
    /// <summary>Study seconds a second; infinite: as fast as the broker acknowledges.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Stop after so many blocks; 0: play all.</summary>
    public ulong MaximumBlocks { get; init; }

    /// <summary>Share of the blocks not sent until asked for, to try out backfill; 0 to 1.</summary>
    public double WithholdShare { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Of the ring for backfill, each bed.</summary>
    public long RingBytes { get; init; } = 16 << 20;
}
