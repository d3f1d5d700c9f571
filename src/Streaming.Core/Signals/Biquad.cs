namespace Streaming.Core.Signals;

/// <summary>One running second-order section, transposed direct form II, double precision.</summary>
/// <param name="coefficients">a0 = 1; poles inside the unit circle.</param>
internal struct Biquad(BiquadCoefficients coefficients)
{
    private readonly double _b0 = coefficients.B0;
    private readonly double _b1 = coefficients.B1;
    private readonly double _b2 = coefficients.B2;
    private readonly double _a1 = coefficients.A1;
    private readonly double _a2 = coefficients.A2;

    /// <summary>First memory cell.</summary>
    public double First;

    /// <summary>Second memory cell.</summary>
    public double Second;

    public double Next(double input)
    {
        var output = _b0 * input + First;
        First = _b1 * input - _a1 * output + Second;
        Second = _b2 * input - _a2 * output;
        return output;
    }

    /// <summary>Puts the section where an endless constant input would have; returns its output there.</summary>
    public double Settle(double input)
    {
        var output = input * ((_b0 + _b1 + _b2) / (1 + _a1 + _a2));
        Second = _b2 * input - _a2 * output;
        First = _b1 * input - _a1 * output + Second;
        return output;
    }
}
