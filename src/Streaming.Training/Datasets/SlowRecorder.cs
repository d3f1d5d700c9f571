using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>What is left of a night's rows where a recorder of 50 Hz took them: its own low-pass, then that of the service's resampler.</summary>
/// <remarks>Its running scales are less than the night's by what its rows lack in most epochs, not in this one: a second of wake that loses its muscle
/// stands lower then, it is not drawn larger. They are measured as the service measures them; three hundredths of a brain row's scale
/// more or less move epochs between wake and N1.</remarks>
internal sealed class SlowRecorder
{
    private const int Kinds = 3;
    private const int Rows = 6;
    private const int Every = 16; // of a night's epochs; a mean needs no more
    private const double ServiceCutHz = 22.5; // the resampler's, behind whatever the recorder itself cut off
    private static readonly (double CutHz, bool IsSharp)[] s_recorders = [(22.5, true), (22.5, true), (20, true), (20, false), (24, false)];
    private readonly double[][] _scaleFactors; // by recorder and kind of row

    private SlowRecorder(double[][] scaleFactors) => _scaleFactors = scaleFactors;

    /// <param name="night">Epochs of one night, in any order; at least one.</param>
    public static SlowRecorder Of(IReadOnlyList<Epoch> night)
    {
        var seen = night.Where((_, n) => n % Every == 0).ToArray();
        return new([.. s_recorders.Select(recorder => Factors(seen, recorder))]);
    }

    /// <summary>Filters rows in place, for a recorder drawn at random, and gives them its scales.</summary>
    /// <param name="rows">At 100 Hz, NaN where lost; null where there is none.</param>
    /// <param name="scales">µV, by row.</param>
    public void Filter(float[]?[] rows, double[] scales, SeededRandom random)
    {
        var recorder = random.Below(s_recorders.Length);
        for (var row = 0; row < rows.Length; row++)
        {
            if (rows[row] is not { } samples) continue;
            Slow(samples, s_recorders[recorder]);
            scales[row] *= _scaleFactors[recorder][Kind(row)];
        }
    }

    private static void Slow(float[] samples, (double CutHz, bool IsSharp) recorder)
    {
        if (recorder.IsSharp) LowPass.Sharp(samples, recorder.CutHz);
        else LowPass.Fourth(samples, recorder.CutHz);
        LowPass.Sharp(samples, ServiceCutHz);
    }

    private static double[] Factors(Epoch[] epochs, (double CutHz, bool IsSharp) recorder)
    {
        var (sums, counts) = (new double[Kinds], new int[Kinds]);
        var slowed = new float[Epoch.Samples];
        for (var row = 0; row < Rows; row++)
        {
            var (before, after) = (new RunningScale(epochs.Length), new RunningScale(epochs.Length));
            foreach (var samples in epochs.Select(epoch => epoch.Rows[row]).OfType<float[]>())
            {
                before.Include(samples);
                samples.CopyTo(slowed, 0);
                Slow(slowed, recorder);
                after.Include(slowed);
            }
            if (before.Microvolts == 0) continue;
            sums[Kind(row)] += Math.Log(Math.Max(after.Microvolts, RunningScale.FloorMicrovolts) / before.Microvolts);
            counts[Kind(row)]++;
        }
        return [.. sums.Select((sum, kind) => counts[kind] == 0 ? 1 : Math.Exp(sum / counts[kind]))];
    }

    private static int Kind(int row) => row switch
    {
        <= (int)DerivationRow.Occipital => 0,
        <= (int)DerivationRow.RightEye => 1,
        _ => 2,
    };
}
