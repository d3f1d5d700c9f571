using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>What a slow recorder, one of 50 Hz say, would have kept of a night's rows: little above 18 to 24 Hz.</summary>
/// <remarks>Its running scales are less than the night's by what its rows lack in most epochs, not in this one: a second of wake that loses its muscle
/// stands lower then, it is not drawn larger.</remarks>
internal sealed class SlowRecorder
{
    private const int Kinds = 3;
    private const int Every = 16; // of a night's epochs; a mean needs no more
    private static readonly double[] s_cutsHz = [18, 20, 22, 24];
    private readonly double[][] _scaleFactors; // by cut and kind of row

    private SlowRecorder(double[][] scaleFactors) => _scaleFactors = scaleFactors;

    /// <param name="night">Epochs of one night, in any order; at least one.</param>
    public static SlowRecorder Of(IReadOnlyList<Epoch> night)
    {
        var seen = night.Where((_, n) => n % Every == 0).ToArray();
        return new([.. s_cutsHz.Select(cut => Factors(seen, cut))]);
    }

    /// <summary>Filters rows in place, for a recorder drawn at random, and gives them its scales.</summary>
    /// <param name="rows">At 100 Hz, NaN where lost; null where there is none.</param>
    /// <param name="scales">µV, by row.</param>
    public void Filter(float[]?[] rows, double[] scales, SeededRandom random)
    {
        var cut = random.Below(s_cutsHz.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is not { } samples) continue;
            LowPass.Fourth(samples, s_cutsHz[cut]);
            scales[row] *= _scaleFactors[cut][Kind(row)];
        }
    }

    // As running scales are: means of logarithms.
    private static double[] Factors(Epoch[] epochs, double cutHz)
    {
        var (sums, counts) = (new double[Kinds], new int[Kinds]);
        var slowed = new float[Epoch.Samples];
        foreach (var epoch in epochs)
        {
            for (var row = 0; row < epoch.Rows.Count; row++)
            {
                if (epoch.Rows[row] is not { } samples) continue;
                samples.CopyTo(slowed, 0);
                LowPass.Fourth(slowed, cutHz);
                var (before, after) = (MeanSize(samples), MeanSize(slowed));
                if (!(before > 0) || !(after > 0)) continue;
                sums[Kind(row)] += Math.Log(after / before);
                counts[Kind(row)]++;
            }
        }
        return [.. sums.Select((sum, kind) => counts[kind] == 0 ? 1 : Math.Exp(sum / counts[kind]))];
    }

    private static int Kind(int row) => row switch
    {
        <= (int)DerivationRow.Occipital => 0,
        <= (int)DerivationRow.RightEye => 1,
        _ => 2,
    };

    private static double MeanSize(float[] samples)
    {
        var (sum, count) = (0.0, 0);
        foreach (var value in samples)
            if (!float.IsNaN(value)) (sum, count) = (sum + Math.Abs(value), count + 1);
        return count == 0 ? 0 : sum / count;
    }
}
