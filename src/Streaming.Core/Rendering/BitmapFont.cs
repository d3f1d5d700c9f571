namespace Streaming.Core.Rendering;

/// <summary>A font of 5 × 7 dots, drawn for this program: capitals, digits and signs. Small letters are written as capitals, characters it lacks
/// as a box.</summary>
internal static class BitmapFont
{
    public const int Width = 5;
    public const int Height = 7;

    /// <summary>A small s, as in units.</summary>
    public const char SmallS = '>';

    /// <summary>Dots from one letter to the next.</summary>
    public const int Advance = 6;

    private static readonly ulong[] s_glyphs = Load();

    /// <summary>Bit 5·y + x is the dot at column x of line y.</summary>
    public static ulong Glyph(char letter)
    {
        if (letter == 'μ') letter = 'µ'; // Greek mu, micro sign
        var glyph = letter < s_glyphs.Length ? s_glyphs[letter] : 0;
        if (char.IsAsciiLetterLower(letter)) glyph = s_glyphs[letter - 'a' + 'A'];
        return glyph == 0 && letter != ' ' ? s_glyphs[0] : glyph;
    }

    /// <summary>Dots a text takes across.</summary>
    public static int Measure(ReadOnlySpan<char> text) => text.Length * Advance - 1;

    private static ulong[] Load()
    {
        var glyphs = new ulong[256];
        glyphs[0] = Dots("##### #...# #...# #...# #...# #...# #####");
        foreach (var line in FontTable.Lines.Split('\n', StringSplitOptions.RemoveEmptyEntries)) glyphs[line[0]] = Dots(line[2..]);
        return glyphs;
    }

    private static ulong Dots(string rows)
    {
        var (glyph, dot) = (0UL, 0);
        foreach (var mark in rows)
        {
            if (mark is not ('#' or '.')) continue;
            if (mark == '#') glyph |= 1UL << dot;
            dot++;
        }
        return dot == Width * Height ? glyph : throw new InvalidOperationException($"A glyph has {dot} dots; {Width * Height} are needed: {rows}");
    }
}
