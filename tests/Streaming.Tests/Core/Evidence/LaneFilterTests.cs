using System.Runtime.Intrinsics;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;

namespace Streaming.Tests.Core.Evidence;

public sealed class LaneFilterTests
{
    private static readonly Vector256<double>[] s_signal = Signal();

    [Fact]
    public void Filters_that_go_together_give_the_bits_of_each_alone()
    {
        var (one, other) = (new Vector256<double>[s_signal.Length], new Vector256<double>[s_signal.Length]);
        LaneFilter.ZeroPhase(s_signal, one, EvidenceFilters.Sawtooth, other, EvidenceFilters.Sigma);
        Same(one, EvidenceFilters.Sawtooth, isZeroPhase: true);
        Same(other, EvidenceFilters.Sigma, isZeroPhase: true);
        LaneFilter.ZeroPhase(s_signal, one, EvidenceFilters.Slow, other, EvidenceFilters.Delta);
        Same(one, EvidenceFilters.Slow, isZeroPhase: true);
        Same(other, EvidenceFilters.Delta, isZeroPhase: true);
        LaneFilter.Forward(s_signal, one, EvidenceFilters.Theta, other, EvidenceFilters.Alpha);
        Same(one, EvidenceFilters.Theta, isZeroPhase: false);
        Same(other, EvidenceFilters.Alpha, isZeroPhase: false);
        LaneFilter.Forward(s_signal, one, EvidenceFilters.Beta);
        Same(one, EvidenceFilters.Beta, isZeroPhase: false);
    }

    private static void Same(Vector256<double>[] got, BiquadCoefficients[] filter, bool isZeroPhase)
    {
        for (var lane = 0; lane < 4; lane++)
        {
            double[] expected = [.. s_signal.Select(sample => sample[lane])];
            foreach (var section in filter) Pass(expected, section);
            if (isZeroPhase)
            {
                Array.Reverse(expected);
                foreach (var section in filter) Pass(expected, section);
                Array.Reverse(expected);
            }
            Assert.Equal(expected, got.Select(sample => sample[lane]));
        }
    }

    private static void Pass(double[] samples, BiquadCoefficients section)
    {
        var rest = samples[0] * ((section.B0 + section.B1 + section.B2) / (1 + section.A1 + section.A2));
        var second = section.B2 * samples[0] - section.A2 * rest;
        var memory = section.B1 * samples[0] - section.A1 * rest + second;
        for (var n = 0; n < samples.Length; n++)
        {
            var (value, filtered) = (samples[n], section.B0 * samples[n] + memory);
            memory = section.B1 * value - section.A1 * filtered + second;
            second = section.B2 * value - section.A2 * filtered;
            samples[n] = filtered;
        }
    }

    private static Vector256<double>[] Signal()
    {
        var random = new Random(8);
        return [.. Enumerable.Range(0, 3000).Select(_ => Vector256.Create(random.NextDouble() - 0.5, 40 * random.NextDouble(), -random.NextDouble(), 3))];
    }
}
