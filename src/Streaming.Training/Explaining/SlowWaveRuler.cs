using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Explaining;

/// <summary>What a scorer with a ruler would call slow waves on a trace that nothing but the brain is in: 0.5-2 Hz, above 75 µV peak to peak
/// (AASM). Whatever the waves were planned as.</summary>
/// <remarks>On the trace as it is shown (above 0.3 Hz) but without any filter's phase, over the whole night: a wave runs from one fall through
/// zero to the next, seen below 2.5 Hz; its height is laid from its lowest to its highest point, seen below 4 Hz. There is no recorder, no noise, no
/// epoch and no border.</remarks>
internal static class SlowWaveRuler
{
    private const int RateHz = 100;
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
        var shown = Once(trace.Select(value => (double)value), SignalSpecs.V1.BrainFilter[0]);
        double[] level = [.. Once(shown.Reverse(), EvidenceFilters.Unbend).Reverse()];
        var (coarse, fine) = (BothWays(level, EvidenceFilters.Slow[0]), BothWays(level, EvidenceFilters.Delta[0]));
        var start = -1;
        for (var n = 1; n < trace.Length; n++)
        {
            if (coarse[n - 1] < 0 || coarse[n] >= 0) continue;
            var length = (n - start) / (double)RateHz;
            if (start >= 0 && length is >= SlowWaveDetector.LeastSeconds and <= SlowWaveDetector.MostSeconds
                && Height(fine.AsSpan(start..n)) is var height and >= SlowWaveDetector.LeastMicrovolts)
                yield return new SimulatedEvent(SimulatedEventKind.SlowWave, start / (double)RateHz + RecorderSeconds, length, row, null, height);
            start = n;
        }
    }

    private static double Height(ReadOnlySpan<double> trace)
    {
        var (least, greatest) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in trace) (least, greatest) = (Math.Min(least, value), Math.Max(greatest, value));
        return greatest - least;
    }

    private static double[] BothWays(double[] samples, BiquadCoefficients section) =>
        [.. Once(Once(samples, section).Reverse(), section).Reverse()];

    // From rest.
    private static IEnumerable<double> Once(IEnumerable<double> samples, BiquadCoefficients section)
    {
        var (x1, x2, y1, y2) = (0.0, 0.0, 0.0, 0.0);
        foreach (var x in samples)
        {
            var y = section.B0 * x + section.B1 * x1 + section.B2 * x2 - section.A1 * y1 - section.A2 * y2;
            (x1, x2, y1, y2) = (x, x1, y, y1);
            yield return y;
        }
    }
}
