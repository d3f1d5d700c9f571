using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>The mean shape of a K-complex at one duration, without its mean and slope: what drifts below it is no part of it.</summary>
/// <remarks>A sharp negative peak, then a positive one of about 0.6 of its height and half as wide again; at 1 s duration the peaks are 0.35 s apart, as
/// N550 and P900 are (Bastien and Campbell 1992, Sleep 15:236-245; Colrain 2005, Sleep 28:255-273).</remarks>
internal sealed class KComplexTemplate
{
    private const double TroughAt = 0.27, TroughWidth = 0.1, PeakAt = 0.62, PeakWidth = 0.16, PeakHeight = 0.6;

    /// <param name="seconds">From onset to end.</param>
    /// <param name="rateHz">Of the samples it is laid over.</param>
    public KComplexTemplate(double seconds, int rateHz)
    {
        Seconds = seconds;
        Weights = new double[(int)Math.Floor(seconds * rateHz + 0.5) + 1];
        for (var i = 0; i < Weights.Length; i++)
        {
            var phase = i / (rateHz * seconds);
            Weights[i] = -Bump(phase, TroughAt, TroughWidth) + PeakHeight * Bump(phase, PeakAt, PeakWidth);
        }
        var (least, greatest) = (Weights.Min(), Weights.Max());
        Height = greatest - least;
        var (mean, slope) = (0.0, 0.0);
        for (var i = 0; i < Weights.Length; i++)
        {
            mean += Weights[i] / Weights.Length;
            slope += Weights[i] * Ramp(i);
            RampPower += Ramp(i) * Ramp(i);
        }
        for (var i = 0; i < Weights.Length; i++)
        {
            Weights[i] -= mean + slope / RampPower * Ramp(i);
            Power += Weights[i] * Weights[i];
        }
    }

    public double Seconds { get; }

    /// <summary>One a sample.</summary>
    public double[] Weights { get; }

    /// <summary>Sum of the squares of the weights.</summary>
    public double Power { get; }

    /// <summary>Sum of the squares of a ramp of slope 1 over the same samples, its mean taken off.</summary>
    public double RampPower { get; }

    /// <summary>Peak to peak of the shape that a fit of 1 stands for.</summary>
    public double Height { get; }

    private double Ramp(int i) => i - (Weights.Length - 1) / 2.0;

    private static double Bump(double x, double centre, double width) => ExactMath.Exp(-0.5 * (x - centre) * (x - centre) / (width * width));
}
