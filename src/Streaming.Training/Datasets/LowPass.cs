using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>A Butterworth low-pass of fourth order over a row at 100 Hz, in two sections of transposed direct form.</summary>
internal static class LowPass
{
    private static readonly double[] s_qualities = [0.5412, 1.3066];

    /// <summary>Filters in place; it starts again after a hole (NaN).</summary>
    /// <param name="cutHz">Below 50.</param>
    public static void Fourth(float[] samples, double cutHz)
    {
        foreach (var quality in s_qualities) Section(samples, cutHz, quality);
    }

    // By the bilinear transform.
    private static void Section(float[] samples, double cutHz, double quality)
    {
        var k = Math.Tan(Math.PI * cutHz / Epoch.RateHz);
        var norm = 1 / (1 + k / quality + k * k);
        var (b0, a1, a2) = (k * k * norm, 2 * (k * k - 1) * norm, (1 - k / quality + k * k) * norm);
        var (first, second) = (0.0, 0.0);
        for (var i = 0; i < samples.Length; i++)
        {
            if (float.IsNaN(samples[i]))
            {
                (first, second) = (0, 0);
                continue;
            }
            var (x, y) = ((double)samples[i], b0 * samples[i] + first);
            (first, second) = (2 * b0 * x - a1 * y + second, b0 * x - a2 * y);
            samples[i] = (float)y;
        }
    }
}
