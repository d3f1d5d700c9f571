namespace Streaming.Replay.Gateway;

/// <summary>How a recording is played.</summary>
internal sealed record PlayOptions
{
    /// <summary>Study seconds a second; infinite: as fast as the broker acknowledges.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Blocks of the recording that are sent as one; see <see cref="JoinedAt"/>.</summary>
    public int Joined { get; init; } = 1;

    /// <summary>Stop after so many blocks; 0: play all.</summary>
    public ulong MaximumBlocks { get; init; }

    /// <summary>Share of the blocks not sent until asked for, to try out backfill; 0 to 1.</summary>
    public double WithholdShare { get; init; }

    public ulong Seed { get; init; } = 1;

    /// <summary>Of the ring for backfill, each bed.</summary>
    public long RingBytes { get; init; } = 16 << 20;

    /// <summary>Blocks of a second as they are up to 20 times real time; faster, as many joined as keep a bed at 20 messages a second, but not more
    /// than the contract's ten seconds.</summary>
    public static int JoinedAt(double speed) => (int)Math.Clamp(Math.Ceiling(speed / 20), 1, 10);
}
