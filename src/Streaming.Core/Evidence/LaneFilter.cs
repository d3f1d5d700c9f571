using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Filters over four rows at once. Lanes never mix and nothing is fused, so bits are those of the scalar filter, on every machine.</summary>
/// <remarks>A section waits for its own last value, sixteen cycles a sample. So both sections of a filter, and two filters, go through the samples together,
/// each with the arithmetic it would have alone.</remarks>
internal static class LaneFilter
{
    /// <summary>One filter of two sections, forwards only: power by second needs no phase.</summary>
    public static void Forward(ReadOnlySpan<Vector256<double>> input, Span<Vector256<double>> output, BiquadCoefficients[] filter)
    {
        var (first, next) = (new LaneSection(filter[0]), new LaneSection(filter[1]));
        next.Start(first.Start(input[0]));
        for (var n = 0; n < input.Length; n++) output[n] = next.Step(first.Step(input[n]));
    }

    /// <summary>Two filters of two sections.</summary>
    public static void Forward(
        ReadOnlySpan<Vector256<double>> input,
        Span<Vector256<double>> one, BiquadCoefficients[] oneFilter, Span<Vector256<double>> other, BiquadCoefficients[] otherFilter) =>
        Twice(input, input, one, oneFilter, other, otherFilter, isForward: true);

    /// <summary>Two filters of one section each or of two, forwards and backwards: no delay. For closed epochs only.</summary>
    public static void ZeroPhase(
        ReadOnlySpan<Vector256<double>> input,
        Span<Vector256<double>> one, BiquadCoefficients[] oneFilter, Span<Vector256<double>> other, BiquadCoefficients[] otherFilter)
    {
        if (oneFilter.Length == 1)
        {
            Once(input, input, one, oneFilter[0], other, otherFilter[0], isForward: true);
            Once(one, other, one, oneFilter[0], other, otherFilter[0], isForward: false);
            return;
        }
        Twice(input, input, one, oneFilter, other, otherFilter, isForward: true);
        Twice(one, other, one, oneFilter, other, otherFilter, isForward: false);
    }

    /// <summary>Two inputs through one section backwards, from rest: what a causal filter has done to the phase it undoes. For closed epochs
    /// only.</summary>
    public static void Backward(
        ReadOnlySpan<Vector256<double>> oneInput, ReadOnlySpan<Vector256<double>> otherInput,
        Span<Vector256<double>> one, Span<Vector256<double>> other, BiquadCoefficients filter)
    {
        var (a, b) = (new LaneSection(filter), new LaneSection(filter));
        for (var n = one.Length - 1; n >= 0; n--) (one[n], other[n]) = (a.Step(oneInput[n]), b.Step(otherInput[n]));
    }

    private static void Once(
        ReadOnlySpan<Vector256<double>> oneInput, ReadOnlySpan<Vector256<double>> otherInput,
        Span<Vector256<double>> one, BiquadCoefficients oneFilter, Span<Vector256<double>> other, BiquadCoefficients otherFilter, bool isForward)
    {
        var (first, step) = isForward ? (0, 1) : (one.Length - 1, -1);
        var (a, b) = (new LaneSection(oneFilter), new LaneSection(otherFilter));
        a.Start(oneInput[first]);
        b.Start(otherInput[first]);
        for (var n = first; (uint)n < (uint)one.Length; n += step)
        {
            one[n] = a.Step(oneInput[n]);
            other[n] = b.Step(otherInput[n]);
        }
    }

    private static void Twice(
        ReadOnlySpan<Vector256<double>> oneInput, ReadOnlySpan<Vector256<double>> otherInput,
        Span<Vector256<double>> one, BiquadCoefficients[] oneFilter, Span<Vector256<double>> other, BiquadCoefficients[] otherFilter, bool isForward)
    {
        var (first, step) = isForward ? (0, 1) : (one.Length - 1, -1);
        var (a, b) = (new LaneSection(oneFilter[0]), new LaneSection(oneFilter[1]));
        var (c, d) = (new LaneSection(otherFilter[0]), new LaneSection(otherFilter[1]));
        b.Start(a.Start(oneInput[first]));
        d.Start(c.Start(otherInput[first]));
        for (var n = first; (uint)n < (uint)one.Length; n += step)
        {
            one[n] = b.Step(a.Step(oneInput[n]));
            other[n] = d.Step(c.Step(otherInput[n]));
        }
    }
}
