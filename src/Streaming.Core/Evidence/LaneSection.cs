using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>One second-order section over four rows, with its memory.</summary>
internal struct LaneSection(BiquadCoefficients section)
{
    private readonly double _b0 = section.B0, _b1 = section.B1, _b2 = section.B2, _a1 = section.A1, _a2 = section.A2;
    private Vector256<double> _memory, _second;

    /// <summary>As if the value had been constant for ever: no transient. Gives what <see cref="Step"/> will make of it.</summary>
    public Vector256<double> Start(Vector256<double> value)
    {
        var rest = value * Vector256.Create((_b0 + _b1 + _b2) / (1 + _a1 + _a2));
        _second = Vector256.Create(_b2) * value - Vector256.Create(_a2) * rest;
        _memory = Vector256.Create(_b1) * value - Vector256.Create(_a1) * rest + _second;
        return Vector256.Create(_b0) * value + _memory;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<double> Step(Vector256<double> value)
    {
        var filtered = Vector256.Create(_b0) * value + _memory;
        _memory = Vector256.Create(_b1) * value - Vector256.Create(_a1) * filtered + _second;
        _second = Vector256.Create(_b2) * value - Vector256.Create(_a2) * filtered;
        return filtered;
    }
}
