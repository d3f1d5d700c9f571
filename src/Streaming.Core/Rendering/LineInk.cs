using System.Runtime.Intrinsics;

namespace Streaming.Core.Rendering;

/// <summary>Lays the ink of many columns' traces on one line of pixels at a time: what <see cref="ColumnInk.Trace"/> lays column by column, without
/// a branch. Every pixel of the line is written.</summary>
/// <remarks>A trace covers [upper, lower + 255] in 1/255 px; its ink on a line is the overlap with the line's own 255.</remarks>
internal static class LineInk
{
    /// <summary>With <see cref="NoneLower"/>: no ink in this column.</summary>
    public const short NoneUpper = short.MaxValue;

    /// <summary>See <see cref="NoneUpper"/>.</summary>
    public const short NoneLower = -ColumnInk.PixelLevels;

    private const int Lanes = 16;

    /// <summary>The extents of columns that join each level to the one before: alone after a hole, none in a hole.</summary>
    /// <param name="levels">One more than there are columns; the first is what stands before them.</param>
    /// <param name="upper">By column, filled.</param>
    /// <param name="lower">By column, filled.</param>
    public static void Join(ReadOnlySpan<short> levels, Span<short> upper, Span<short> lower)
    {
        var x = 0;
        for (; x <= upper.Length - Lanes; x += Lanes) Join(levels, x, upper, lower);
        for (; x < upper.Length; x++)
        {
            var (level, from) = (levels[x + 1], levels[x] == Compander.Hole ? levels[x + 1] : levels[x]);
            (upper[x], lower[x]) = level == Compander.Hole ? (NoneUpper, NoneLower) : (Math.Min(from, level), Math.Max(from, level));
        }
    }

    /// <summary>The first and the last line that any trace reaches into; the last before the first where there is no ink.</summary>
    public static (int Highest, int Lowest) Reach(ReadOnlySpan<short> upper, ReadOnlySpan<short> lower)
    {
        var (least, greatest, x) = (Vector256.Create(NoneUpper), Vector256.Create(NoneLower), 0);
        for (; x <= upper.Length - Lanes; x += Lanes)
        {
            least = Vector256.Min(least, Vector256.Create(upper.Slice(x, Lanes)));
            greatest = Vector256.Max(greatest, Vector256.Create(lower.Slice(x, Lanes)));
        }
        var (highest, lowest) = (NoneUpper, NoneLower);
        for (var lane = 0; lane < Lanes; lane++) (highest, lowest) = (Math.Min(highest, least[lane]), Math.Max(lowest, greatest[lane]));
        for (; x < upper.Length; x++) (highest, lowest) = (Math.Min(highest, upper[x]), Math.Max(lowest, lower[x]));
        return lowest < 0 ? (1, 0) : (highest / ColumnInk.PixelLevels, (lowest + ColumnInk.PixelLevels - 1) / ColumnInk.PixelLevels);
    }

    /// <param name="line">Pixels; as many as there are columns.</param>
    /// <param name="number">Of the line below the band's top, from 0; at most 120.</param>
    /// <param name="upper">By column: upper position of the trace's top edge, 1/255 px.</param>
    /// <param name="lower">Its lower position, at least the upper.</param>
    public static void Trace(Span<byte> line, int number, ReadOnlySpan<short> upper, ReadOnlySpan<short> lower)
    {
        var top = (short)(number * ColumnInk.PixelLevels);
        if (line.Length < Lanes)
        {
            for (var x = 0; x < line.Length; x++) line[x] = Ink(top, upper[x], lower[x]);
            return;
        }
        for (var x = 0; x <= line.Length - Lanes; x += Lanes) Lay(line, x, top, upper, lower);
        Lay(line, line.Length - Lanes, top, upper, lower); // the last ones, some for a second time
    }

    private static void Join(ReadOnlySpan<short> levels, int x, Span<short> upper, Span<short> lower)
    {
        var (level, before, hole) = (Vector256.Create(levels.Slice(x + 1, Lanes)), Vector256.Create(levels.Slice(x, Lanes)),
            Vector256.Create((short)Compander.Hole));
        var from = Vector256.ConditionalSelect(Vector256.Equals(before, hole), level, before);
        var isHole = Vector256.Equals(level, hole);
        Vector256.ConditionalSelect(isHole, Vector256.Create(NoneUpper), Vector256.Min(from, level)).CopyTo(upper[x..]);
        Vector256.ConditionalSelect(isHole, Vector256.Create(NoneLower), Vector256.Max(from, level)).CopyTo(lower[x..]);
    }

    private static void Lay(Span<byte> line, int x, short top, ReadOnlySpan<short> upper, ReadOnlySpan<short> lower)
    {
        var (tops, pixel) = (Vector256.Create(top), Vector256.Create((short)ColumnInk.PixelLevels));
        var from = Vector256.Max(Vector256.Create(upper.Slice(x, Lanes)), tops);
        var to = Vector256.Min(Vector256.Create(lower.Slice(x, Lanes)), tops) + pixel;
        var ink = Vector256.Max(to - from, Vector256<short>.Zero);
        var bytes = Vector256.Narrow(ink.AsUInt16(), ink.AsUInt16()).GetLower(); // none is above 255
        bytes.CopyTo(line[x..]);
    }

    private static byte Ink(short top, short upper, short lower) =>
        (byte)Math.Max(0, Math.Min(lower, top) + ColumnInk.PixelLevels - Math.Max(upper, top));
}
