namespace Streaming.Core.Windowing;

/// <summary>An epoch that samples may still join, on every channel.</summary>
internal sealed class OpenEpoch
{
    private readonly ChannelEpoch[] _channels;

    /// <param name="spares">By channel: what closed epochs leave and open ones take.</param>
    public OpenEpoch(Stack<(int[] Values, bool[] Present)>[] spares)
    {
        _channels = Array.ConvertAll(spares, channel => new ChannelEpoch(channel));
        LastBefore = new long[spares.Length];
    }

    public long Number { get; private set; }

    /// <summary>Offset of the first journal record that had a sample for it; none yet is <see cref="long.MaxValue"/>.</summary>
    public long FirstOffset { get; private set; }

    /// <summary>The furthest index of every channel before that record.</summary>
    public long[] LastBefore { get; }

    public ChannelEpoch this[int channel] => _channels[channel];

    public void Clear(long number, ReadOnlySpan<EpochGrid> grids)
    {
        (Number, FirstOffset) = (number, long.MaxValue);
        for (var n = 0; n < _channels.Length; n++) _channels[n].Clear(grids[n].Count(number));
    }

    public void Touch(long offset, ReadOnlySpan<long> lastBefore)
    {
        if (FirstOffset <= offset) return;
        FirstOffset = offset;
        lastBefore.CopyTo(LastBefore);
    }
}
