using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Streaming.Core.Rendering;

/// <summary>Lays one column of ink on a grey plane that is 0 there. Positions are whole numbers of 1/255 px, so coverage is exact in a
/// byte.</summary>
internal static class ColumnInk
{
    /// <summary>Levels a pixel.</summary>
    public const int PixelLevels = 255;

    /// <summary>A trace 1 px thick whose top edge runs from <paramref name="low"/> to <paramref name="high"/> within the column.</summary>
    /// <param name="pixels">The plane.</param>
    /// <param name="offset">Of the band's top pixel in this column.</param>
    /// <param name="stride">Pixels a line.</param>
    /// <param name="low">Upper position, 1/255 px below the band's top, not negative.</param>
    /// <param name="high">Lower position, at least <paramref name="low"/>, at most 255 · (band height − 1).</param>
    public static void Trace(Span<byte> pixels, int offset, int stride, int low, int high)
    {
        var (first, last) = (low / PixelLevels, high / PixelLevels + 1);
        var (cut, rest) = (low - first * PixelLevels, high - (last - 1) * PixelLevels);
        var (at, end) = (offset + first * stride, offset + last * stride);
        // The last line is touched only if ink reaches into it; both ends are checked once, so the loop need not be.
        _ = pixels[at];
        _ = pixels[rest > 0 ? end : end - stride];
        ref var plane = ref MemoryMarshal.GetReference(pixels);
        Unsafe.Add(ref plane, at) = (byte)(PixelLevels - cut);
        for (at += stride; at < end; at += stride) Unsafe.Add(ref plane, at) = PixelLevels;
        if (rest > 0) Unsafe.Add(ref plane, end) = (byte)rest;
    }

    /// <summary>A bar that stands on the band's bottom.</summary>
    /// <param name="pixels">The plane.</param>
    /// <param name="bottom">Offset of the band's bottom pixel in this column.</param>
    /// <param name="stride">Pixels a line.</param>
    /// <param name="height">1/255 px.</param>
    public static void Bar(Span<byte> pixels, int bottom, int stride, int height)
    {
        for (var left = height; left > 0; left -= PixelLevels, bottom -= stride) pixels[bottom] = (byte)Math.Min(left, PixelLevels);
    }
}
