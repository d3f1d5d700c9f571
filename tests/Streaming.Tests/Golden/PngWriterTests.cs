using Streaming.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Golden;

public sealed class PngWriterTests
{
    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(7, 3, 3)]
    [InlineData(3008, 192, 1)]
    [InlineData(300, 200, 3)]
    public void What_is_written_is_read_back(int width, int height, int planes)
    {
        var pixels = new byte[width * height * planes];
        new Random(9).NextBytes(pixels);
        pixels.AsSpan(pixels.Length / 2).Clear();
        using var file = new MemoryStream();
        PngWriter.Write(pixels, width, height, planes, file);
        var read = PngReader.Read(file.ToArray());
        Assert.Equal((width, height, planes), (read.Width, read.Height, read.Planes));
        Assert.Equal(pixels, read.Pixels);
    }

    [Fact]
    public void A_blank_picture_is_small()
    {
        using var file = new MemoryStream();
        PngWriter.Write(new byte[3008 * 192], 3008, 192, 1, file);
        Assert.InRange(file.Length, 60, 8000);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused() =>
        Assert.Contains("2 × 2 × 2", Assert.Throws<ArgumentException>(() => PngWriter.Write(new byte[8], 2, 2, 2, Stream.Null)).Message,
            StringComparison.Ordinal);
}
