using Streaming.Core.Simulation;

namespace Streaming.Training.Realism;

/// <summary>Band powers of epochs as the public ones were made: band-pass, z-score of the recording, Welch's estimate.</summary>
internal static class BandPowerMeter
{
    /// <summary>Of a channel at 100 Hz.</summary>
    public const int EpochSamples = 3000;

    /// <summary>Two EEG channels, then one of the eyes.</summary>
    public const int Channels = 3;

    private const int Segment = 512; // at 100 Hz; half overlapping
    private static readonly double[] Edges = [0.5, 4, 8, 12, 16, 30];
    private static readonly float[] Window =
        [.. Enumerable.Range(0, Segment).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / Segment)))];
    private static readonly double[] Brain = BandPass(0.5, 30);
    private static readonly double[] Eye = BandPass(0.5, 15);

    /// <summary>[channel][bin]: band-passed power of one epoch.</summary>
    /// <param name="samples">[channel]: 3000 samples at 100 Hz, all of them finite.</param>
    public static double[][] Spectra(IReadOnlyList<float[]> samples)
    {
        var transform = new FourierTransform(Segment);
        return [.. samples.Select((epoch, channel) => Spectrum(epoch, channel == Channels - 1 ? Eye : Brain, transform))];
    }

    /// <summary>Fifteen values an epoch, <see cref="BandPowerNight.Values"/>.</summary>
    /// <param name="spectra">Of one recording: its mean power is what each is measured by.</param>
    public static double[][] Values(IReadOnlyList<double[][]> spectra)
    {
        var variances = new double[Channels];
        foreach (var epoch in spectra)
            for (var channel = 0; channel < Channels; channel++) variances[channel] += epoch[channel].Sum() / spectra.Count;
        return [.. spectra.Select(epoch => Enumerable.Range(0, Channels).SelectMany(channel => Bands(epoch[channel], variances[channel])).ToArray())];
    }

    private static double[] Spectrum(float[] epoch, double[] gain, FourierTransform transform)
    {
        var power = new double[Segment / 2];
        Span<float> real = stackalloc float[Segment], imaginary = stackalloc float[Segment];
        for (var start = 0; start + Segment <= EpochSamples; start += Segment / 2)
        {
            imaginary.Clear();
            for (var i = 0; i < Segment; i++) real[i] = Window[i] * epoch[start + i];
            transform.Inverse(real, imaginary); // of a real signal: the conjugate of the forward one
            for (var bin = 1; bin < power.Length; bin++) power[bin] += gain[bin] * (real[bin] * real[bin] + imaginary[bin] * imaginary[bin]);
        }
        return power;
    }

    private static IEnumerable<double> Bands(double[] power, double variance)
    {
        const double BinHz = 100.0 / Segment;
        for (var band = 0; band < BandPowerNight.Bands; band++)
        {
            var (first, end) = ((int)Math.Ceiling(Edges[band] / BinHz), (int)Math.Ceiling(Edges[band + 1] / BinHz));
            yield return Math.Log(power.AsSpan(first, end - first).ToArray().Average() / variance / BinHz + 1e-9);
        }
    }

    // Squared response of a fourth-order Butterworth band-pass.
    private static double[] BandPass(double lowHz, double highHz) =>
    [
        .. Enumerable.Range(0, Segment / 2).Select(bin => bin * 100.0 / Segment).Select(hertz =>
            hertz == 0 ? 0 : 1 / ((1 + Math.Pow(lowHz / hertz, 8)) * (1 + Math.Pow(hertz / highHz, 8)))),
    ];
}
