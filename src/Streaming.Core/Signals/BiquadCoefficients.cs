namespace Streaming.Core.Signals;

/// <summary>One second-order section, a0 = 1: y[n] = b0·x[n] + b1·x[n-1] + b2·x[n-2] − a1·y[n-1] − a2·y[n-2].</summary>
public sealed record BiquadCoefficients(double B0, double B1, double B2, double A1, double A2);
