using Streaming.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

public sealed class LineInkTests
{
    [Theory]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(45)]
    public void Lines_together_have_the_ink_that_columns_have_one_by_one(int columns)
    {
        var random = new Random(columns);
        var levels = Enumerable.Range(0, columns + 1).Select(n => (short)(n % 7 == 0 ? Compander.Hole : Level(random))).ToArray();
        var (upper, lower, plane) = (new short[columns], new short[columns], new byte[columns * LosslessPicture.BandHeight]);
        LineInk.Join(levels, upper, lower);
        plane.AsSpan().Fill(77); // every pixel is written
        for (var y = 0; y < LosslessPicture.BandHeight; y++) LineInk.Trace(plane.AsSpan(y * columns, columns), y, upper, lower);
        var expected = new byte[plane.Length];
        for (var x = 0; x < columns; x++)
        {
            if (levels[x + 1] == Compander.Hole) continue;
            var from = levels[x] == Compander.Hole ? levels[x + 1] : levels[x];
            ColumnInk.Trace(expected, x, columns, Math.Min(from, levels[x + 1]), Math.Max(from, levels[x + 1]));
        }
        Assert.Equal(expected, plane);
    }

    // The ends and the borders of pixels as often as anything between.
    private static int Level(Random random) => random.Next(4) switch
    {
        0 => random.Next(2) * Compander.Highest,
        1 => ColumnInk.PixelLevels * random.Next(32),
        _ => random.Next(Compander.Highest + 1),
    };
}
