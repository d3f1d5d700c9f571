using System.Runtime.InteropServices;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>paper-336</c> version 1: six bands of 56 px, each row stretched from its own least to its own greatest value, black on
/// white.</summary>
/// <remarks>The scaling of arXiv 2509.22810 (per epoch, min–max): it destroys the microvolts. For comparison and for general vision models.</remarks>
internal sealed class PaperPicture(RenderSpec spec) : IPicture
{
    /// <summary>Pixels either way.</summary>
    public const int Size = 336;

    private const int BandHeight = Size / 6;
    private const int Margin = 2 * ColumnInk.PixelLevels;
    private const int Reach = (BandHeight - 1) * ColumnInk.PixelLevels - 2 * Margin;
    private readonly int[] _rows = [.. spec.Rows.Select(row => (int)row)];

    public void Draw(Epoch epoch, EpochImage image)
    {
        image.Pixels.AsSpan().Clear();
        for (var band = 0; band < _rows.Length; band++)
        {
            image.ScalesMicrovolts[band] = 0;
            if (epoch.Rows[_rows[band]] is { } samples)
                image.ScalesMicrovolts[band] = DrawRow(samples, image.Pixels.AsSpan(band * BandHeight * Size, BandHeight * Size));
        }
        foreach (ref var eight in MemoryMarshal.Cast<byte, ulong>(image.Pixels.AsSpan())) eight = ~eight; // ink was laid white on black
    }

    private static double DrawRow(ReadOnlySpan<float> samples, Span<byte> pixels)
    {
        var (least, greatest) = ColumnRange.Of(samples, 0, samples.Length);
        if (float.IsNaN(least)) return 0;
        var range = (double)greatest - least;
        for (var x = 0; x < Size; x++)
        {
            var (low, high) = ColumnRange.Of(samples, x * samples.Length / Size, (x + 1) * samples.Length / Size);
            if (!float.IsNaN(low)) ColumnInk.Trace(pixels, x, Size, Level(low), Level(high));
        }
        return range;

        int Level(float value) => Margin + (range > 0 ? (int)((value - (double)least) / range * Reach + 0.5) : Reach / 2);
    }
}
