using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Second-order sections over four rows at once. Lanes never mix and nothing is fused, so bits are those of the scalar filter, on every
/// machine.</summary>
internal static class LaneFilter
{
    /// <summary>Forwards only: power by second needs no phase.</summary>
    public static void Forward(ReadOnlySpan<Vector256<double>> input, Span<Vector256<double>> output, BiquadCoefficients[] sections)
    {
        input.CopyTo(output);
        foreach (var section in sections) Pass(output, section, 0, 1);
    }

    /// <summary>Forwards and backwards: no delay. For closed epochs only.</summary>
    public static void ZeroPhase(ReadOnlySpan<Vector256<double>> input, Span<Vector256<double>> output, BiquadCoefficients[] sections)
    {
        Forward(input, output, sections);
        foreach (var section in sections) Pass(output, section, output.Length - 1, -1);
    }

    private static void Pass(Span<Vector256<double>> samples, BiquadCoefficients section, int first, int step)
    {
        var (b0, b1, b2) = (Vector256.Create(section.B0), Vector256.Create(section.B1), Vector256.Create(section.B2));
        var (a1, a2) = (Vector256.Create(section.A1), Vector256.Create(section.A2));
        // As if the first value had been constant for ever: no transient.
        var start = samples[first];
        var rest = start * Vector256.Create((section.B0 + section.B1 + section.B2) / (1 + section.A1 + section.A2));
        var second = b2 * start - a2 * rest;
        var memory = b1 * start - a1 * rest + second;
        for (var n = first; (uint)n < (uint)samples.Length; n += step)
        {
            var value = samples[n];
            var filtered = b0 * value + memory;
            memory = b1 * value - a1 * filtered + second;
            second = b2 * value - a2 * filtered;
            samples[n] = filtered;
        }
    }
}
