using System.Numerics;

namespace Streaming.Training.Datasets;

/// <summary>A Kaiser-windowed sinc: the low-pass without delay of whoever makes slow recordings of fast ones.</summary>
/// <param name="Cut">Where it is 6 dB down, as a share of half the sampling rate: 0 to 1.</param>
/// <param name="Reach">Samples on either side that it weighs.</param>
/// <param name="KaiserBeta">Of the window: 8 leaves -80 dB beyond the cut.</param>
internal readonly record struct WindowedSinc(double Cut, double Reach, double KaiserBeta)
{
    /// <summary>Weights, in sum 1, of the samples that lie within reach of a place between them.</summary>
    /// <param name="place">In samples.</param>
    /// <param name="start">The first sample within its reach.</param>
    public float[] Around(double place, int start)
    {
        var sinc = this;
        var weights = Enumerable.Range(start, (int)Math.Floor(place + Reach) - start + 1).Select(n => sinc.Weight(Math.Abs(n - place))).ToArray();
        var sum = weights.Sum();
        return [.. weights.Select(weight => (float)(weight / sum))];
    }

    /// <summary>The weighted sum of as many samples as there are weights.</summary>
    public static float Weigh(ReadOnlySpan<float> weights, ReadOnlySpan<float> samples)
    {
        samples = samples[..weights.Length];
        var (sums, n) = (Vector<float>.Zero, 0);
        for (; n + Vector<float>.Count <= weights.Length; n += Vector<float>.Count) sums += new Vector<float>(weights[n..]) * new Vector<float>(samples[n..]);
        var sum = Vector.Sum(sums);
        for (; n < weights.Length; n++) sum += weights[n] * samples[n];
        return sum;
    }

    private double Weight(double distance)
    {
        var share = Math.Min(1, distance / Reach);
        var turn = Math.PI * Cut * distance;
        return (turn < 1e-9 ? 1 : Math.Sin(turn) / turn) * Bessel(KaiserBeta * Math.Sqrt(1 - share * share));
    }

    // I0 by its power series; the window's constant factor drops out.
    private static double Bessel(double value)
    {
        var (sum, term) = (1.0, 1.0);
        for (var n = 1; term > 1e-12 * sum; n++)
        {
            term *= value * value / (4.0 * n * n);
            sum += term;
        }
        return sum;
    }
}
