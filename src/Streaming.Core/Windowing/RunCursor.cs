namespace Streaming.Core.Windowing;

/// <summary>What is still to be placed of one run of a block.</summary>
internal struct RunCursor
{
    public int Channel;

    /// <summary>Index of the next sample.</summary>
    public long Index;

    public ReadOnlyMemory<int> Values;

    public bool IsBackfill;

    /// <summary>Offset of the record that it came with.</summary>
    public long Record;

    /// <summary>Of the record to read on from for its samples.</summary>
    public long Offset;

    /// <summary>The furthest index of every channel before that record.</summary>
    public long[] LastBefore;

    public void Skip(int count)
    {
        Index += count;
        Values = Values[count..];
    }
}
