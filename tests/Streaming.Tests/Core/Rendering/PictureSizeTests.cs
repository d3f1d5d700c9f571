using Streaming.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

/// <summary>Pictures for vision models are drawn to the size the model takes.</summary>
public sealed class PictureSizeTests
{
    [Theory]
    [InlineData("clinical-448", 192, 48)]
    [InlineData("clinical-448", 224, 224)]
    [InlineData("clinical-448", 101, 53)]
    [InlineData("paper-336", 112, 112)]
    [InlineData("paper-336", 99, 61)]
    public void Every_band_has_ink_and_nothing_lies_outside_the_bands(string preset, int width, int height)
    {
        var spec = Spec(preset) with { Width = width, Height = height };
        var image = new EpochImage(spec);
        image.Pixels.AsSpan().Fill(77);
        new WaveformRenderer(spec).Draw(Epochs.Of(Epochs.Samples(i => 60 * Math.Sin(i * 0.05)), scale: 20), image);
        var (band, line, paper) = (height / 6, width * spec.Planes, (byte)(spec.Planes == 1 ? 255 : 0));
        var top = spec.Planes == 1 ? 0 : height % 6 / 2;
        for (var row = 0; row < 6; row++)
            Assert.Contains(image.Pixels[((top + (row * band)) * line)..((top + ((row + 1) * band)) * line)], pixel => pixel != paper && pixel != 77);
        Assert.All(image.Pixels[..(top * line)], pixel => Assert.Equal(paper, pixel));
        Assert.All(image.Pixels[((top + (6 * band)) * line)..], pixel => Assert.Equal(paper, pixel));
    }

    [Theory]
    [InlineData("clinical-448", 47, 48, "width is 47")]
    [InlineData("paper-336", 336, 2049, "height is 2049")]
    [InlineData("lossless-100", 3008, 96, "height is 96")]
    [InlineData("display", 800, 738, "width is 800")]
    public void Size_that_is_not_drawn_is_refused_by_its_value(string preset, int width, int height, string refusal)
    {
        var error = Assert.Throws<ArgumentException>(() => new WaveformRenderer(Spec(preset) with { Width = width, Height = height }));
        Assert.Contains(refusal, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lossless-100")]
    [InlineData("clinical-448")]
    [InlineData("paper-336")]
    [InlineData("display")]
    public void Row_drawn_anew_gives_the_picture_that_is_drawn_whole(string preset)
    {
        var spec = Spec(preset);
        var (one, other) = (Epochs.Samples(i => 30 * Math.Sin(i * 0.05)), Epochs.Samples(i => i is > 900 and < 1000 ? double.NaN : 20 * Math.Sin(i * 0.3)));
        var (before, after) = (Epochs.Of([one, one, one, one, one, one], [20, 20, 20, 20, 20, 20]), Epochs.Of([one, one, other, one, one, one], [20, 20, 20, 20, 20, 20]));
        var (image, whole, renderer) = (new EpochImage(spec), new EpochImage(spec), new WaveformRenderer(spec));
        renderer.Draw(after, whole);
        renderer.Draw(before, image);
        Assert.NotEqual(whole.Pixels, image.Pixels);

        renderer.DrawRow(after, image, Streaming.Core.Signals.DerivationRow.Occipital);

        Assert.Equal(whole.Pixels, image.Pixels);
    }

    private static RenderSpec Spec(string preset) => RenderSpecs.Find(preset, RenderSpecs.Lossless100.Signal)!;
}
