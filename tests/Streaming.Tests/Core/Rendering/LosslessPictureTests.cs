using Streaming.Core.Rendering;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

public sealed class LosslessPictureTests
{
    private const int Width = 3008;

    [Fact]
    public void A_flat_line_is_one_pixel_thick_in_the_middle_of_its_band()
    {
        var image = Epochs.Draw(Epochs.Of(Epochs.Samples(_ => 0), 10), Epochs.Lossless);
        for (var x = 8; x < Width; x++)
        {
            var column = Column(image, 2, x);
            // Level 3952 = 15 px + 127/255: ink from 15.498 to 16.498.
            Assert.Equal(128, column[15]);
            Assert.Equal(127, column[16]);
            Assert.Equal(255, column.Sum(p => p));
        }
    }

    [Fact]
    public void Negative_is_up()
    {
        var image = Epochs.Draw(Epochs.Of(Epochs.Samples(_ => -1e6), 10), Epochs.Lossless);
        Assert.Equal(255, Column(image, 0, 100)[0]);
    }

    [Fact]
    public void A_column_joins_its_sample_to_the_one_before_and_a_hole_cuts_the_line()
    {
        var samples = Epochs.Samples(i => i switch { 10 => 1e6, 11 => float.NaN, _ => 0 });
        var image = Epochs.Draw(Epochs.Of(samples, 10), Epochs.Lossless);
        Assert.Equal(2 * 255, Column(image, 0, 8 + 9).Sum(p => p) + Column(image, 0, 8 + 12).Sum(p => p));
        Assert.Equal(255 + 3952, Column(image, 0, 8 + 10).Sum(p => p));
        Assert.Equal(0, Column(image, 0, 8 + 11).Sum(p => p));
    }

    [Fact]
    public void Rows_without_a_derivation_or_a_scale_stay_blank()
    {
        var line = Epochs.Samples(i => i % 50);
        var image = Epochs.Draw(Epochs.Of([null, line, line, line, line, line], [0, 10, 0, double.NaN, double.PositiveInfinity, -3]),
            Epochs.Lossless);
        Assert.Equal([0, 10, 0, 0, 0, 0], image.ScalesMicrovolts);
        for (var band = 0; band < 6; band++)
            Assert.Equal(band == 1, image.Pixels.AsSpan(band * 32 * Width, 32 * Width).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void What_was_drawn_before_leaves_no_trace()
    {
        var renderer = new WaveformRenderer(Epochs.Lossless);
        var image = new EpochImage(Epochs.Lossless);
        var fresh = Epochs.Draw(Epochs.Of(Epochs.Samples(i => i % 7), 3), Epochs.Lossless);
        renderer.Draw(Epochs.Of(Epochs.Samples(i => 90 * Math.Sin(i)), 5), image);
        renderer.Draw(Epochs.Of(Epochs.Samples(i => i % 7), 3), image);
        Assert.Equal(fresh.Pixels, image.Pixels);
    }

    [Fact]
    public void Constant_gain_changes_only_the_calibration_bar()
    {
        var samples = Epochs.Samples(i => 40 * Math.Sin(i * 0.3) + i % 11);
        var once = Epochs.Draw(Epochs.Of(samples, 8), Epochs.Lossless);
        var twice = Epochs.Draw(Epochs.Of([.. samples.Select(v => 2 * v)], 16), Epochs.Lossless);
        for (var line = 0; line < 192; line++)
            Assert.True(once.Pixels.AsSpan(line * Width + 8, 3000).SequenceEqual(twice.Pixels.AsSpan(line * Width + 8, 3000)));
        Assert.NotEqual(once.Pixels, twice.Pixels);
    }

    [Fact]
    public void Drawing_allocates_nothing()
    {
        var renderer = new WaveformRenderer(Epochs.Lossless);
        var image = new EpochImage(Epochs.Lossless);
        var epoch = Epochs.Of(Epochs.Samples(i => 90 * Math.Sin(i * 0.1)), 12);
        Assert.Equal(0, Allocation.Bytes(() => renderer.Draw(epoch, image)));
    }

    [Fact]
    public void An_image_of_another_size_is_refused()
    {
        var other = new EpochImage(Epochs.Lossless with { Height = 96 });
        Assert.Throws<ArgumentException>(() => new WaveformRenderer(Epochs.Lossless).Draw(Epochs.Of(Epochs.Samples(_ => 0), 1), other));
    }

    [Fact]
    public void A_spec_that_cannot_be_drawn_is_refused_by_field()
    {
        Refused(Epochs.Lossless with { Preset = "oil" }, "preset is 'oil'");
        Refused(Epochs.Lossless with { Version = 2 }, "version is 2");
        Refused(Epochs.Lossless with { Width = 3000 }, "width is 3000");
        Refused(Epochs.Lossless with { Planes = 3 }, "planes is 3");
        Refused(Epochs.Lossless with { Rows = [] }, "rows are");

        static void Refused(RenderSpec spec, string naming) =>
            Assert.Contains(naming, Assert.Throws<ArgumentException>(() => new WaveformRenderer(spec)).Message, StringComparison.Ordinal);
    }

    private static byte[] Column(EpochImage image, int band, int x) =>
        [.. Enumerable.Range(0, 32).Select(y => image.Pixels[(band * 32 + y) * Width + x])];
}
