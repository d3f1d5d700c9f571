using System.Runtime.InteropServices;
using Streaming.Core.Windowing;

namespace Streaming.Core.Rendering;

/// <summary>Draws <c>paper-336</c> version 1: six bands, each row stretched from its own least to its own greatest value, black on
/// white.</summary>
/// <remarks>The scaling of arXiv 2509.22810 (per epoch, min–max): it destroys the microvolts. For comparison and for general vision models.
/// Drawn to the size of the spec: 336 × 336 with bands of 56 px, or what a network takes.</remarks>
internal sealed class PaperPicture(RenderSpec spec) : IPicture
{
    /// <summary>Pixels either way.</summary>
    public const int Size = 336;

    private const int Margin = 2 * ColumnInk.PixelLevels;
    private readonly int[] _rows = [.. spec.Rows.Select(row => (int)row)];
    private readonly int _width = spec.Width;
    private readonly int _bandPixels = spec.Height / spec.Rows.Count * spec.Width;
    private readonly int _reach = (spec.Height / spec.Rows.Count - 1) * ColumnInk.PixelLevels - 2 * Margin;

    public void Draw(Epoch epoch, EpochImage image)
    {
        image.Pixels.AsSpan().Clear();
        for (var band = 0; band < _rows.Length; band++)
        {
            image.ScalesMicrovolts[band] = 0;
            if (epoch.Rows[_rows[band]] is { } samples)
                image.ScalesMicrovolts[band] = DrawRow(samples, image.Pixels.AsSpan(band * _bandPixels, _bandPixels));
        }
        var eights = MemoryMarshal.Cast<byte, ulong>(image.Pixels.AsSpan());
        foreach (ref var eight in eights) eight = ~eight; // ink was laid white on black
        foreach (ref var pixel in image.Pixels.AsSpan(sizeof(ulong) * eights.Length)) pixel = (byte)~pixel;
    }

    private double DrawRow(ReadOnlySpan<float> samples, Span<byte> pixels)
    {
        var (least, greatest) = ColumnRange.Of(samples, 0, samples.Length);
        if (float.IsNaN(least)) return 0;
        var range = (double)greatest - least;
        for (var x = 0; x < _width; x++)
        {
            var (low, high) = ColumnRange.Of(samples, x * samples.Length / _width, (x + 1) * samples.Length / _width);
            if (!float.IsNaN(low)) ColumnInk.Trace(pixels, x, _width, Level(low), Level(high));
        }
        return range;

        int Level(float value) => Margin + (range > 0 ? (int)((value - (double)least) / range * _reach + 0.5) : _reach / 2);
    }
}
