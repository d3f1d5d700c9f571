namespace Streaming.Core.Windowing;

/// <summary>Consecutive samples that have not come, in epochs that are still open.</summary>
/// <param name="Channel">The channel's number.</param>
/// <param name="FirstIndex">The first one missing.</param>
/// <param name="LastIndex">The last one missing.</param>
public readonly record struct SampleGap(int Channel, long FirstIndex, long LastIndex)
{
    public long Count => LastIndex - FirstIndex + 1;
}
