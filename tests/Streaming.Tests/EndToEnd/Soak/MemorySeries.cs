using System.Globalization;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>What the service process holds, by simulated eighth of an hour: the least seen in each, so that a collection just due does not count.</summary>
internal sealed class MemorySeries
{
    private const double SliceSeconds = 450;
    private readonly SortedDictionary<int, (long Heap, long Resident)> _least = [];

    public void Note(double nowSeconds, long heapBytes, long residentBytes)
    {
        var slice = (int)(nowSeconds / SliceSeconds);
        var (heap, resident) = _least.GetValueOrDefault(slice, (long.MaxValue, long.MaxValue));
        _least[slice] = (Math.Min(heap, heapBytes), Math.Min(resident, residentBytes));
    }

    /// <summary>Heap/resident in MiB, slice by slice.</summary>
    public override string ToString() => string.Join(
        ' ', _least.Select(slice => string.Create(CultureInfo.InvariantCulture, $"{slice.Value.Heap >> 20}/{slice.Value.Resident >> 20}")));
}
