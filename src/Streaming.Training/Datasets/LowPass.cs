using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>A Butterworth low-pass of fourth order over a row at 100 Hz. Only training varies rows by it, so it may be designed at run time.</summary>
internal static class LowPass
{
    private static readonly double[] s_qualities = [0.5412, 1.3066];

    /// <summary>Filters in place; it starts again after a hole (NaN).</summary>
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

    // By the bilinear transform, pre-warped.
    private static BiquadCoefficients Section(double cutHz, double quality)
    {
        var k = Math.Tan(Math.PI * cutHz / Epoch.RateHz);
        var norm = 1 / (1 + k / quality + k * k);
        var b0 = k * k * norm;
        return new(b0, 2 * b0, b0, 2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm);
    }
}
