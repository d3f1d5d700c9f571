using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Measures a simulated Sleep-EDF night as the real ones were: band-pass, z-score of the recording, Welch's estimate.</summary>
internal static class SimulatedBandPowers
{
    private const int Segment = 512; // at 100 Hz; half overlapping
    private const int EpochSamples = 3000;
    private const int Channels = 3;
    private static readonly double[] Edges = [0.5, 4, 8, 12, 16, 30];
    private static readonly float[] Window =
        [.. Enumerable.Range(0, Segment).Select(i => (float)(0.5 - 0.5 * Math.Cos(2 * Math.PI * (i + 0.5) / Segment)))];
    private static readonly double[] Brain = BandPass(0.5, 30);
    private static readonly double[] Eye = BandPass(0.5, 15);

    public static BandPowerNight Measure(SimulatedNight night, IReadOnlyList<Stage> stages, string subject)
    {
        var spectra = Spectra(night);
        var variances = new double[Channels];
        foreach (var epoch in spectra)
            for (var channel = 0; channel < Channels; channel++) variances[channel] += epoch[channel].Sum() / spectra.Count;
        var values = spectra.Select(epoch =>
            Enumerable.Range(0, Channels).SelectMany(channel => Bands(epoch[channel], variances[channel])).ToArray());
        return new BandPowerNight(subject, [.. Enumerable.Range(0, spectra.Count)], [.. stages.Take(spectra.Count)], [.. values]);
    }

    /// <summary>Whole channel, µV as recorded.</summary>
    public static float[] Samples(SimulatedNight night, int channel) =>
        [.. night.Blocks().SelectMany(block => block.Channels[channel].Values.ToArray()).Select(value => value * 0.1f)];

    // [epoch][channel][bin]: band-passed power by bin.
    private static List<double[][]> Spectra(SimulatedNight night)
    {
        var transform = new FourierTransform(Segment);
        var origin = (int)((double)night.Study.EpochOriginSeconds * 100);
        var spectra = new List<double[][]>();
        var samples = new float[Channels][];
        var filled = -origin;
        for (var channel = 0; channel < Channels; channel++) samples[channel] = new float[EpochSamples];
        foreach (var block in night.Blocks())
            for (var i = 0; i < 100; i++, filled++)
            {
                if (filled == EpochSamples)
                {
                    spectra.Add([.. samples.Select((epoch, channel) => Spectrum(epoch, channel == 2 ? Eye : Brain, transform))]);
                    filled = 0;
                }
                for (var channel = 0; channel < Channels && filled >= 0; channel++)
                    samples[channel][filled] = 0.1f * block.Channels[channel].Values.Span[i];
            }
        if (filled == EpochSamples) spectra.Add([.. samples.Select((epoch, channel) => Spectrum(epoch, channel == 2 ? Eye : Brain, transform))]);
        return spectra;
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
