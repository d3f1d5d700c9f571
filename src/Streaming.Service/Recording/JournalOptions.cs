using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Recording;

/// <summary>The journal's limits.</summary>
public sealed class JournalOptions
{
    /// <summary>A new file is begun at this size: small enough to delete a night by files, large enough that rolling costs nothing.</summary>
    [Range(1 << 16, 1L << 32)]
    public long SegmentBytes { get; set; } = 64L << 20;

    /// <summary>Appends that may wait for the disk before <see cref="Journal.AppendAsync"/> itself waits.</summary>
    [Range(1, 1 << 16)]
    public int QueueLimit { get; set; } = 1024;

    /// <summary>Bytes written before the disk is asked to make them durable, however many more wait: bounds the group's latency.</summary>
    [Range(1 << 12, 1 << 28)]
    public int GroupBytes { get; set; } = 4 << 20;
}
