using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Streaming.Core.Signals;

/// <summary>Weighted sums of windows that all have the same weights and follow each other at a whole step: a column in every lane.</summary>
/// <remarks>Each column is summed as <see cref="Resampler"/> sums a single one: four partial sums of every fourth product, added in one order, then
/// the products that are left. Lanes never meet, so the bits depend neither on their number nor on the processor.</remarks>
internal readonly ref struct ColumnSums
{
    /// <summary>Taken at a time: four sums of so many are what sixteen registers of four hold with room for what is added.</summary>
    public const int Columns = 8;

    private readonly int _columns;
    private readonly int _width;
    private readonly double[] _planes; // samples 0, step, 2 step ...; then 1, step + 1 ...
    private readonly int[] _places; // by weight: where its sample of column 0 stands in the planes

    /// <param name="samples">The window of column 0 begins with the first; as many as all windows reach.</param>
    /// <param name="step">Samples from window to window.</param>
    /// <param name="width">Samples a window.</param>
    /// <param name="columns">Columns there will be; at least <see cref="Columns"/>.</param>
    public ColumnSums(ReadOnlySpan<double> samples, int step, int width, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, Columns);
        (_columns, _width) = (columns, width);
        var length = columns + (width - 1) / step;
        _planes = ArrayPool<double>.Shared.Rent(length * step);
        for (var plane = 0; plane < step; plane++)
        {
            var to = _planes.AsSpan(plane * length, length);
            var last = (samples.Length - plane - 1) / step; // windows use one sample more of some planes than of others
            for (var n = 0; n < to.Length && n <= last; n++) to[n] = samples[n * step + plane];
        }
        _places = ArrayPool<int>.Shared.Rent(width);
        for (var n = 0; n < width; n++) _places[n] = n % step * length + n / step;
    }

    public void Fill(ReadOnlySpan<double> weights, Span<double> columns)
    {
        // The planes were made for just these: no place in them needs another check.
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _width);
        ArgumentOutOfRangeException.ThrowIfNotEqual(columns.Length, _columns);
        for (var column = 0; column <= columns.Length - Columns; column += Columns) Sum(weights, column, columns);
        Sum(weights, columns.Length - Columns, columns); // the last ones, some for a second time
    }

    public void Dispose()
    {
        ArrayPool<double>.Shared.Return(_planes);
        ArrayPool<int>.Shared.Return(_places);
    }

    private void Sum(ReadOnlySpan<double> weights, int column, Span<double> columns)
    {
        ref var first = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_planes), column);
        ReadOnlySpan<int> places = _places.AsSpan(0, weights.Length);
        var (a, b, c, d) = (Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero, Vector512<double>.Zero);
        var n = 0;
        for (; n + 4 <= weights.Length; n += 4)
        {
            a += Product(ref Unsafe.Add(ref first, places[n]), weights[n]);
            b += Product(ref Unsafe.Add(ref first, places[n + 1]), weights[n + 1]);
            c += Product(ref Unsafe.Add(ref first, places[n + 2]), weights[n + 2]);
            d += Product(ref Unsafe.Add(ref first, places[n + 3]), weights[n + 3]);
        }
        var sum = (a + b) + (c + d);
        for (; n < weights.Length; n++) sum += Product(ref Unsafe.Add(ref first, places[n]), weights[n]);
        sum.CopyTo(columns[column..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<double> Product(ref double samples, double weight) => Vector512.LoadUnsafe(ref samples) * Vector512.Create(weight);
}
