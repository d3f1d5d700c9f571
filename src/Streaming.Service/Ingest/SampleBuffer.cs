namespace Streaming.Service.Ingest;

/// <summary>Room for one decoded block, used again for the next. Not thread-safe: one a lane.</summary>
internal sealed class SampleBuffer
{
    private int[] _values = [];

    public Memory<int> Take(int count)
    {
        if (_values.Length < count) _values = GC.AllocateUninitializedArray<int>(Math.Max(count, 2 * _values.Length));
        return _values.AsMemory(0, count);
    }
}
