using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>What a slow recorder, one of 50 Hz say, would have kept of rows: little above 18 to 24 Hz.</summary>
internal static class SlowRows
{
    // Quality factors of a Butterworth filter of fourth order in two sections.
    private static readonly double[] s_qualities = [0.5412, 1.3066];

    /// <summary>Filters rows in place; a row that loses size to it has its scale made less by as much, as a running scale would be.</summary>
    public static void Filter(float[]?[] rows, double[] scales, double cutHz)
    {
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is not { } samples) continue;
            var before = MeanSize(samples);
            foreach (var quality in s_qualities) LowPass(samples, cutHz, quality);
            var after = MeanSize(samples);
            if (before > 0 && after > 0) scales[row] *= after / before;
        }
    }

    private static double MeanSize(float[] samples)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in samples)
            if (!float.IsNaN(value)) (sum, count) = (sum + Math.Abs(value), count + 1);
        return count == 0 ? 0 : sum / count;
    }

    // One section by the bilinear transform, in transposed direct form; it starts again after a hole.
    private static void LowPass(float[] samples, double cutHz, double quality)
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
