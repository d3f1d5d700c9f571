using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Rendering;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Rendering;

public sealed class WaveformDecoderTests
{
    private static readonly Config s_config = Config.QuickThrowOnFailure.WithMaxTest(60).WithReplay(20_261_122, 7919);

    [Fact]
    public void Every_sample_of_a_random_signal_comes_back_within_the_bound() =>
        Prop.ForAll(Arb.From(Signals()), signal => Recovers(signal.Samples, signal.Scale)).Check(s_config);

    [Fact]
    public void Fast_alternation_that_grows_slowly_comes_back_in_phase() =>
        Assert.True(Recovers(Epochs.Samples(i => (i % 2 == 0 ? 1 : -1) * i * 0.001), 10));

    [Theory]
    [InlineData(0)]
    [InlineData(1e-9)]
    [InlineData(199.99)]
    [InlineData(-200)]
    [InlineData(double.NaN)]
    public void A_constant_comes_back(double value) => Assert.True(Recovers(Epochs.Samples(_ => value), 10));

    [Fact]
    public void The_calibration_bar_tells_the_scale_within_its_stated_error()
    {
        for (var scale = 0.0625; scale < 4096; scale *= 1.013)
        {
            var image = Epochs.Draw(Epochs.Of(Epochs.Samples(i => i % 5), scale), Epochs.Lossless);
            Assert.InRange(WaveformDecoder.DecodeScale(image, 5) / scale, 1 - ScaleBar.RelativeError, 1 + ScaleBar.RelativeError);
        }
    }

    [Fact]
    public void Pixels_alone_are_enough_when_the_scale_was_not_handed_over()
    {
        var image = Epochs.Draw(Epochs.Of(Epochs.Samples(i => 30 * Math.Sin(i * 0.2)), 10), Epochs.Lossless);
        image.ScalesMicrovolts.AsSpan().Clear();
        var (values, saturated) = Decode(image, 0);
        Assert.DoesNotContain(true, saturated);
        for (var i = 0; i < values.Length; i++)
            Assert.InRange(values[i] - 30 * Math.Sin(i * 0.2), -0.03, 0.03);
    }

    [Fact]
    public void A_blank_row_is_all_holes()
    {
        var image = Epochs.Draw(Epochs.Of(new float[]?[6], new double[6]), Epochs.Lossless);
        Assert.Equal(0, WaveformDecoder.DecodeScale(image, 3));
        Assert.All(Decode(image, 3).Values, value => Assert.True(float.IsNaN(value)));
    }

    [Fact]
    public void A_touched_picture_is_refused_by_sample()
    {
        var image = Epochs.Draw(Epochs.Of(Epochs.Samples(_ => 0), 10), Epochs.Lossless);
        image.Pixels[15 * 3008 + 8 + 77] -= 9;
        Assert.Contains("sample 77", Assert.Throws<InvalidDataException>(() => Decode(image, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_real_recording_comes_back_within_the_bound()
    {
        var signal = RealSignal.DynamoMicrovolts();
        for (var start = 0; start + Epoch.Samples <= signal.Length; start += Epoch.Samples)
            Assert.True(Recovers(signal[start..(start + Epoch.Samples)], 9.5), $"from sample {start}");
    }

    private static bool Recovers(float[] samples, double scale)
    {
        var (values, saturated) = Decode(Epochs.Draw(Epochs.Of(samples, scale), Epochs.Lossless), 4);
        for (var i = 0; i < samples.Length; i++)
        {
            var beyond = Math.Abs(samples[i] * (float)(1 / scale)) >= 20;
            if (float.IsNaN(samples[i]) != float.IsNaN(values[i]) || saturated[i] != beyond) return false;
            if (beyond && Math.Sign(values[i]) != Math.Sign(samples[i])) return false;
            if (!beyond && Math.Abs(values[i] - samples[i]) > WaveformDecoder.BoundMicrovolts(scale, samples[i])) return false;
        }
        return true;
    }

    private static (float[] Values, bool[] Saturated) Decode(EpochImage image, int row)
    {
        var (values, saturated) = (new float[Epoch.Samples], new bool[Epoch.Samples]);
        WaveformDecoder.Decode(image, row, values, saturated);
        return (values, saturated);
    }

    private static Gen<(float[] Samples, double Scale)> Signals() =>
        from seed in Gen.Choose(0, int.MaxValue)
        from octave in Gen.Choose(-8, 14)
        from holes in Gen.Elements(0.0, 0.001, 0.3)
        from jumps in Gen.Elements(0.0, 0.01, 1)
        select (RandomSignal(seed, Math.Pow(2, octave), holes, jumps), Math.Pow(2, octave) * 1.37);

    private static float[] RandomSignal(int seed, double size, double holes, double jumps)
    {
        var random = new Random(seed);
        var (level, extremes) = (0.0, new[] { float.MaxValue, float.MinValue, float.PositiveInfinity, float.NegativeInfinity, float.Epsilon, 0f });
        return Epochs.Samples(_ =>
        {
            level = random.NextDouble() < jumps ? (random.NextDouble() - 0.5) * size * 80 : level + (random.NextDouble() - 0.5) * size;
            if (random.NextDouble() < 0.002) return extremes[random.Next(extremes.Length)];
            return random.NextDouble() < holes ? double.NaN : level;
        });
    }
}
