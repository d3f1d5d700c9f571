namespace Streaming.Core.Rendering;

/// <summary>Paints on a colour plane [height, width, 3]. Whatever lies outside is cut off. Vertical positions of traces are 1/255 px.</summary>
internal readonly ref struct ColourInk(Span<byte> pixels, int width, int height)
{
    private const int Levels = 255;
    private readonly Span<byte> _pixels = pixels;

    /// <summary>Fills a rectangle.</summary>
    public void Fill(int left, int top, int right, int bottom, Colour colour)
    {
        for (var y = Math.Max(top, 0); y < Math.Min(bottom, height); y++)
        {
            for (var x = Math.Max(left, 0); x < Math.Min(right, width); x++) Blend(x, y, colour, Levels);
        }
    }

    /// <summary>Lays a colour over a rectangle, 0 (nothing) to 255 (all of it).</summary>
    public void Tint(int left, int top, int right, int bottom, Colour colour, int coverage)
    {
        for (var y = Math.Max(top, 0); y < Math.Min(bottom, height); y++)
        {
            for (var x = Math.Max(left, 0); x < Math.Min(right, width); x++) Blend(x, y, colour, coverage);
        }
    }

    /// <summary>A column of a trace, its upper edge running from <paramref name="low"/> to <paramref name="high"/>, as thick as said, kept between
    /// two lines.</summary>
    public void Trace(int x, int low, int high, int thickness, int firstLine, int endLine, Colour colour)
    {
        var end = high + thickness;
        for (var y = Math.Max(low / Levels, firstLine); y < endLine && y * Levels < end; y++)
            Blend(x, y, colour, Math.Min(end, (y + 1) * Levels) - Math.Max(low, y * Levels));
    }

    /// <summary>Writes text with <see cref="BitmapFont"/>; returns the column after it.</summary>
    public int Text(ReadOnlySpan<char> text, int left, int top, int size, Colour colour)
    {
        foreach (var letter in text)
        {
            var glyph = BitmapFont.Glyph(letter);
            for (var dot = 0; dot < BitmapFont.Width * BitmapFont.Height; dot++)
            {
                if ((glyph >> dot & 1) == 0) continue;
                var (x, y) = (left + dot % BitmapFont.Width * size, top + dot / BitmapFont.Width * size);
                Fill(x, y, x + size, y + size, colour);
            }
            left += BitmapFont.Advance * size;
        }
        return left;
    }

    private void Blend(int x, int y, Colour colour, int coverage)
    {
        var at = (y * width + x) * 3;
        if (coverage <= 0 || (uint)x >= (uint)width) return;
        _pixels[at] = Mix(_pixels[at], colour.Red, coverage);
        _pixels[at + 1] = Mix(_pixels[at + 1], colour.Green, coverage);
        _pixels[at + 2] = Mix(_pixels[at + 2], colour.Blue, coverage);
    }

    private static byte Mix(int below, int above, int coverage) => (byte)((below * (Levels - coverage) + above * coverage + Levels / 2) / Levels);
}
