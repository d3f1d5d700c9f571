using Streaming.Core.Rendering;
using Streaming.Tests.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Golden;

/// <summary>Every preset draws today what it drew when a person last looked. STREAMING_GOLDEN=write draws them anew: look at each before
/// committing.</summary>
public sealed class GoldenPictureTests
{
    [Theory]
    [InlineData(RenderSpecs.Lossless100Name)]
    [InlineData(RenderSpecs.Paper336Name)]
    [InlineData(RenderSpecs.Clinical448Name)]
    [InlineData(RenderSpecs.DisplayName)]
    public void A_preset_draws_what_was_looked_at(string preset)
    {
        var image = Epochs.Draw(SyntheticEpoch.Make(), RenderSpecs.Find(preset, Epochs.Signal)!);
        var golden = Repository.At("tests", "Streaming.Tests", "Golden", preset + ".png");
        if (Environment.GetEnvironmentVariable("STREAMING_GOLDEN") == "write") File.WriteAllBytes(golden, Png(image.Pixels, image.Spec));
        var expected = PngReader.Read(File.ReadAllBytes(golden));
        Assert.Equal((image.Spec.Width, image.Spec.Height, image.Spec.Planes), (expected.Width, expected.Height, expected.Planes));
        var different = Enumerable.Range(0, image.Pixels.Length).Count(i => image.Pixels[i] != expected.Pixels[i]);
        if (different > 0)
            Assert.Fail($"{different} of {image.Pixels.Length} bytes differ from {golden}; see {WriteDifference(preset, image, expected.Pixels)}");
    }

    [Theory]
    [InlineData(RenderSpecs.Paper336Name)]
    [InlineData(RenderSpecs.Clinical448Name)]
    [InlineData(RenderSpecs.DisplayName)]
    public void A_preset_allocates_nothing_and_what_was_drawn_before_leaves_no_trace(string preset)
    {
        var spec = RenderSpecs.Find(preset, Epochs.Signal)!;
        var (renderer, image, epoch) = (new WaveformRenderer(spec), new EpochImage(spec), SyntheticEpoch.Make());
        renderer.Draw(SyntheticEpoch.Make(5), image);
        Assert.Equal(0, Allocation.Bytes(() => renderer.Draw(epoch, image)));
        Assert.Equal(Epochs.Draw(epoch, spec).Pixels, image.Pixels);
    }

    [Theory]
    [InlineData(RenderSpecs.Lossless100Name)]
    [InlineData(RenderSpecs.Paper336Name)]
    [InlineData(RenderSpecs.Clinical448Name)]
    [InlineData(RenderSpecs.DisplayName)]
    public void Any_samples_are_drawn_without_a_fault(string preset)
    {
        var spec = RenderSpecs.Find(preset, Epochs.Signal)!;
        float[] values = [float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue, float.Epsilon, 0, -1e9f, 37.5f];
        var random = new Random(3);
        foreach (var size in new[] { 1, 3, values.Length })
            Epochs.Draw(Epochs.Of(Epochs.Samples(_ => values[random.Next(size)]), 10), spec);
        Epochs.Draw(Epochs.Of(new float[]?[6], new double[6]), spec);
    }

    private static string WriteDifference(string preset, EpochImage image, byte[] expected)
    {
        var folder = Directory.CreateDirectory(Repository.At("artifacts", "golden")).FullName;
        File.WriteAllBytes(Path.Combine(folder, preset + ".actual.png"), Png(image.Pixels, image.Spec));
        var difference = new byte[image.Spec.Width * image.Spec.Height * 3];
        for (var i = 0; i < difference.Length / 3; i++)
        {
            var same = true;
            for (var plane = 0; plane < image.Spec.Planes; plane++)
                same &= image.Pixels[i * image.Spec.Planes + plane] == expected[i * image.Spec.Planes + plane];
            var faint = (byte)(192 + expected[i * image.Spec.Planes] / 4);
            (difference[3 * i], difference[3 * i + 1], difference[3 * i + 2]) = same ? (faint, faint, faint) : ((byte)255, (byte)0, (byte)0);
        }
        var path = Path.Combine(folder, preset + ".difference.png");
        File.WriteAllBytes(path, Png(difference, image.Spec with { Planes = 3 }));
        return path;
    }

    private static byte[] Png(byte[] pixels, RenderSpec spec)
    {
        using var file = new MemoryStream();
        PngWriter.Write(pixels, spec.Width, spec.Height, spec.Planes, file);
        return file.ToArray();
    }
}
