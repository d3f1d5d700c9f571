using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Low-passes over a row at 100 Hz. Only training varies rows by them, so they may be designed at run time.</summary>
internal static class LowPass
{
    private const int ZeroCrossings = 16;
    private const double KaiserBeta = 8;
    private static readonly double[] s_qualities = [0.5412, 1.3066];

    /// <summary>As an amplifier filters: Butterworth of fourth order. In place; it starts again after a hole (NaN).</summary>
    /// <param name="cutHz">Below 50.</param>
    public static void Fourth(float[] samples, double cutHz)
    {
        BiquadCoefficients[] sections = [.. s_qualities.Select(quality => Section(cutHz, quality))];
        BiquadCascade? filter = null;
        for (var i = 0; i < samples.Length; i++)
        {
            if (float.IsNaN(samples[i])) filter = null;
            else samples[i] = (float)(filter ??= new BiquadCascade(sections)).Next(samples[i]);
        }
    }

    /// <summary>As a fast recording is made slow: a windowed sinc without delay. In place; holes (NaN) stay, and beyond its ends the row is mirrored.</summary>
    /// <param name="cutHz">Where it is 6 dB down; below 50.</param>
    public static void Sharp(float[] samples, double cutHz)
    {
        var cut = 2 * cutHz / Epoch.RateHz;
        var reach = (int)(ZeroCrossings / cut);
        var weights = new WindowedSinc(cut, reach, KaiserBeta).Around(0, -reach);
        var mirrored = new float[samples.Length + 2 * reach];
        for (var i = 0; i < reach; i++) (mirrored[reach - 1 - i], mirrored[reach + samples.Length + i]) = (samples[1 + i], samples[^(2 + i)]);
        samples.CopyTo(mirrored, reach);
        mirrored.AsSpan().Replace(float.NaN, 0);
        for (var i = 0; i < samples.Length; i++)
            if (!float.IsNaN(samples[i])) samples[i] = WindowedSinc.Weigh(weights, mirrored.AsSpan(i));
    }

    // By the bilinear transform, pre-warped.
    private static BiquadCoefficients Section(double cutHz, double quality)
    {
        var k = Math.Tan(Math.PI * cutHz / Epoch.RateHz);
        var norm = 1 / (1 + k / quality + k * k);
        var b0 = k * k * norm;
        return new(b0, 2 * b0, b0, 2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm);
    }
}
