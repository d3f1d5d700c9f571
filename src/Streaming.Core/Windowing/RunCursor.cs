using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>What is still to be placed of one run of a block.</summary>
internal struct RunCursor
{
    public int Channel;

    /// <summary>Index of the next sample.</summary>
    public long Index;

    public ReadOnlyMemory<int> Values;

    public static RunCursor Of(ChannelSamples run) => new() { Channel = run.Channel, Index = run.FirstIndex, Values = run.Values };

    public void Skip(int count)
    {
        Index += count;
        Values = Values[count..];
    }
}
