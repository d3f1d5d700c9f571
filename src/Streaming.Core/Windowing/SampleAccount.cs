namespace Streaming.Core.Windowing;

/// <summary>Every sample of one channel over one epoch (or a whole study), accounted for.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="Expected">Samples the span holds; always Received + Backfilled + Lost.</param>
/// <param name="Received">Came in the first place.</param>
/// <param name="Backfilled">Came on request, before the epoch closed.</param>
/// <param name="Lost">Had not come when the epoch closed.</param>
/// <param name="Late">Came after that (repeats included); journalled, not scored. Counted for a study only.</param>
/// <param name="Conflicting">A second, different value for an index; the first was kept.</param>
public readonly record struct SampleAccount(
    int Channel, long Expected, long Received, long Backfilled, long Lost, long Late, long Conflicting)
{
    /// <summary>Before the first epoch or after the last whole one; counted for a study only.</summary>
    public long Outside { get; init; }

    /// <summary>So far ahead of everything else that the index must be wrong; counted for a study only.</summary>
    public long Refused { get; init; }

    /// <summary>Came again while the epoch was open (conflicting ones included). A matter of transport: live and replay may differ in it.</summary>
    public long Repeated { get; init; }
}
