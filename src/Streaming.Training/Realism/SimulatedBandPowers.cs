using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Measures a simulated Sleep-EDF night as the real ones were (<see cref="BandPowerMeter"/>).</summary>
internal static class SimulatedBandPowers
{
    public static BandPowerNight Measure(SimulatedNight night, IReadOnlyList<Stage> stages, string subject)
    {
        var spectra = Spectra(night);
        return new BandPowerNight(subject, [.. Enumerable.Range(0, spectra.Count)], [.. stages.Take(spectra.Count)], BandPowerMeter.Values(spectra));
    }

    /// <summary>Whole channel, µV as recorded.</summary>
    public static float[] Samples(SimulatedNight night, int channel) =>
        [.. night.Blocks().SelectMany(block => block.Channels[channel].Values.ToArray()).Select(value => value * 0.1f)];

    // [epoch][channel][bin]
    private static List<double[][]> Spectra(SimulatedNight night)
    {
        var origin = (int)((double)night.Study.EpochOriginSeconds * 100);
        var spectra = new List<double[][]>();
        var samples = new float[BandPowerMeter.Channels][];
        var filled = -origin;
        for (var channel = 0; channel < samples.Length; channel++) samples[channel] = new float[BandPowerMeter.EpochSamples];
        foreach (var block in night.Blocks())
            for (var i = 0; i < 100; i++, filled++)
            {
                if (filled == BandPowerMeter.EpochSamples)
                {
                    spectra.Add(BandPowerMeter.Spectra(samples));
                    filled = 0;
                }
                for (var channel = 0; channel < samples.Length && filled >= 0; channel++)
                    samples[channel][filled] = 0.1f * block.Channels[channel].Values.Span[i];
            }
        if (filled == BandPowerMeter.EpochSamples) spectra.Add(BandPowerMeter.Spectra(samples));
        return spectra;
    }
}
