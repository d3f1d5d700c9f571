using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Simulation;

/// <summary>The stages must differ in band power as they do in the Sleep-EDF recordings they were fitted to.</summary>
public sealed class SimulatedSpectrumTests
{
    private static readonly double[] Edges = [0.5, 4, 8, 12, 16, 30];

    private static readonly (double Sin, double Cos)[] Wave = [.. Enumerable.Range(0, 400).Select(i => Math.SinCos(2 * Math.PI * i / 400))];

    private static readonly double[] Window = [.. Wave.Select(wave => 0.5 - 0.5 * wave.Cos)];

    [Fact]
    public void Stages_differ_in_band_power_as_fitted()
    {
        var nights = Enumerable.Range(1, 24).Select(seed => Night((ulong)seed)).ToArray();
        for (var stage = Stage.N1; stage <= Stage.R; stage++)
        {
            for (var band = 0; band < 4; band++) // beta is raised by muscle and arousals
            {
                // Within each night: recordings differ more than stages do.
                var simulated = nights.Where(night => night[(int)stage].Count > 3 && night[(int)Stage.N2].Count > 3)
                    .Average(night => Mean(night, stage, band) - Mean(night, Stage.N2, band));
                var fitted = SleepEdfBandPowers.StageMeans[(int)stage][band] - SleepEdfBandPowers.StageMeans[(int)Stage.N2][band];
                Assert.True(Math.Abs(simulated - fitted) < 0.45, $"{stage} band {band}: simulated {simulated:f2}, fitted {fitted:f2}");
            }
        }
    }

    private static double Mean(List<double[]>[] powers, Stage stage, int band) => powers[(int)stage].Average(epoch => epoch[band]);

    private static List<double[]>[] Night(ulong seed)
    {
        var powers = Enumerable.Range(0, 5).Select(_ => new List<double[]>()).ToArray();
        var options = new NightSimulatorOptions { Epochs = 240, Layout = SimulatedLayout.SleepEdf, StartsAnywhere = true, ArtefactsPerHour = 0 };
        var night = new NightSimulator(options with { RateHz = 100 }, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var frontal = night.Blocks().SelectMany(block => block.Channels[0].Values.ToArray()).Select(value => (double)value).ToArray();
        var mean = frontal.Average(value => value * value);
        for (var epoch = 0; epoch < night.Stages.Count; epoch += 6)
            powers[(int)night.Stages[epoch]].Add(Bands(frontal.AsSpan(3000 * epoch, 3000), mean));
        return powers;
    }

    // Mean over 4-s segments of the periodogram, by a plain transform at each frequency.
    private static double[] Bands(ReadOnlySpan<double> epoch, double reference)
    {
        var (sums, counts) = (new double[5], new int[5]);
        for (var hertz = 0.5; hertz < 30; hertz += 0.5)
        {
            var band = Array.FindIndex(Edges, edge => edge > hertz) - 1;
            for (var segment = 0; segment + 400 <= epoch.Length; segment += 400, counts[band]++)
                sums[band] += Power(epoch.Slice(segment, 400), hertz);
        }
        return [.. sums.Select((sum, band) => Math.Log(sum / counts[band] / reference))];
    }

    private static double Power(ReadOnlySpan<double> segment, double hertz)
    {
        var (cosine, sine) = (0.0, 0.0);
        var step = (int)(hertz * 4); // of a 400th of a turn
        for (var i = 0; i < segment.Length; i++)
        {
            var windowed = Window[i] * segment[i];
            cosine += windowed * Wave[i * step % 400].Cos;
            sine += windowed * Wave[i * step % 400].Sin;
        }
        return cosine * cosine + sine * sine;
    }
}
