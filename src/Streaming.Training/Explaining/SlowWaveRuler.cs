using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Explaining;

/// <summary>What a scorer with a ruler would call slow waves on a trace that nothing but the brain is in: 0.5-2 Hz, above 75 µV peak to peak
/// (AASM). Whatever the waves were planned as.</summary>
/// <remarks>By means over samples, with no filter of the detectors: the midline is the mean of three seconds; a wave runs from one fall through it
/// to the next, seen through a mean of 0.25 s; its height is laid from the lowest to the highest point seen through a mean of 0.1 s, which hides alpha
/// and spindles.</remarks>
internal static class SlowWaveRuler
{
    private const int RateHz = 100, Midline = 300, Coarse = 25, Fine = 10;
    private const double LeastMicrovolts = 75, LeastSeconds = 0.5, MostSeconds = 2;
    private const double RecorderSeconds = 0.02; // by which every channel is behind the brain

    /// <summary>Slow waves of every region, in order of onset, in study time.</summary>
    public static IReadOnlyList<SimulatedEvent> Measure(IEnumerable<float[][]> cortex)
    {
        var seconds = cortex.ToList();
        return
        [
            .. ((DerivationRow[])[DerivationRow.Frontal, DerivationRow.Central, DerivationRow.Occipital])
                .SelectMany(row => Waves([.. seconds.SelectMany(second => second[(int)row])], row))
                .OrderBy(wave => wave.OnsetSeconds),
        ];
    }

    private static IEnumerable<SimulatedEvent> Waves(float[] trace, DerivationRow row)
    {
        var midline = Mean(trace, Midline);
        var (coarse, fine) = (Mean(trace, Coarse), Mean(trace, Fine));
        var start = -1;
        for (var n = 1; n < trace.Length; n++)
        {
            if (coarse[n - 1] < midline[n - 1] || coarse[n] >= midline[n]) continue;
            var length = (n - start) / (double)RateHz;
            if (start >= 0 && length is >= LeastSeconds and <= MostSeconds && Height(fine.AsSpan(start..n), midline.AsSpan(start..n)) is var height and >= LeastMicrovolts)
                yield return new SimulatedEvent(SimulatedEventKind.SlowWave, start / (double)RateHz + RecorderSeconds, length, row, null, height);
            start = n;
        }
    }

    private static double Height(ReadOnlySpan<double> trace, ReadOnlySpan<double> midline)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        for (var n = 0; n < trace.Length; n++)
            (least, greatest) = (Math.Min(least, trace[n] - midline[n]), Math.Max(greatest, trace[n] - midline[n]));
        return greatest - least;
    }

    // Centred; of what there is where the night begins and ends.
    private static double[] Mean(float[] trace, int samples)
    {
        var (sums, means) = (new double[trace.Length + 1], new double[trace.Length]);
        for (var n = 0; n < trace.Length; n++) sums[n + 1] = sums[n] + trace[n];
        for (var n = 0; n < trace.Length; n++)
        {
            var (from, to) = (Math.Max(0, n - samples / 2), Math.Min(trace.Length, n - samples / 2 + samples));
            means[n] = (sums[to] - sums[from]) / (to - from);
        }
        return means;
    }
}
