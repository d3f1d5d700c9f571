using System.Globalization;
using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>The tables of docs/simulation.md that need waveforms and events.</summary>
internal static class WaveformReport
{
    private const int EpochSamples = 3000;

    public static string Shapes(IReadOnlyList<SimulatedNight> nights, EdfStudy? recording)
    {
        var text = new StringBuilder("| stage | whose | epochs | amplitude kurtosis | delta modulation | sigma modulation |\n|---|---|---|---|---|---|\n");
        var meter = new WaveformMeter();
        var random = new SeededRandom(1);
        Line(text, "–", "stationary noise", [.. Enumerable.Range(0, 200).Select(_ => meter.Measure(Noise(random)))]);
        var simulated = nights.SelectMany(night => Of(SimulatedBandPowers.Samples(night, 0), night.Stages, 0)).ToArray();
        var real = recording is null ? [] : Of(Samples(recording), [.. recording.Labels.Select(label => label ?? Stage.Unscorable)],
            (int)Math.Round(100 * (double)recording.Study.EpochOriginSeconds)).ToArray();
        for (var stage = Stage.W; stage <= Stage.R; stage++)
        {
            Line(text, $"{stage}", "simulated", [.. simulated.Where(epoch => epoch.Stage == stage).Select(epoch => epoch.Shape)]);
            if (recording is not null) Line(text, $"{stage}", "the recording", [.. real.Where(epoch => epoch.Stage == stage).Select(epoch => epoch.Shape)]);
        }
        return text.ToString();
    }

    public static string Events(IReadOnlyList<SimulatedNight> nights)
    {
        var text = new StringBuilder("| event | stage | per minute: mean (10th-90th percentile of nights) | duration, s | amplitude, µV |\n|---|---|---|---|---|\n");
        foreach (var (kind, stage) in EventDensity.Reported)
        {
            var density = EventDensity.Of(nights, kind, stage);
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {kind} | {stage} | {density.PerMinute:f2} ({density.Low:f2}-{density.High:f2}) | {density.Seconds:f2} | {density.Microvolts:f0} |");
        }
        return text.ToString();
    }

    private static IEnumerable<(Stage Stage, WaveformShape Shape)> Of(float[] samples, IReadOnlyList<Stage> stages, int origin)
    {
        var meter = new WaveformMeter();
        for (var epoch = 0; epoch < stages.Count && origin + (epoch + 1) * EpochSamples <= samples.Length; epoch++)
            yield return (stages[epoch], meter.Measure(samples.AsSpan(origin + epoch * EpochSamples, EpochSamples)));
    }

    private static float[] Samples(EdfStudy study) =>
        [.. study.Blocks(new Rational(1, 1)).SelectMany(block => block.Channels[0].Values.ToArray()).Select(value => (float)value)];

    private static float[] Noise(SeededRandom random) => [.. Enumerable.Range(0, EpochSamples).Select(_ => (float)random.Normal())];

    private static void Line(StringBuilder text, string stage, string whose, WaveformShape[] shapes)
    {
        if (shapes.Length == 0) return;
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {stage} | {whose} | {shapes.Length} | {Median(shapes, s => s.Kurtosis):f2} | {Median(shapes, s => s.DeltaModulation):f2} | {Median(shapes, s => s.SigmaModulation):f2} |");
    }

    private static double Median(WaveformShape[] shapes, Func<WaveformShape, double> of) => shapes.Select(of).Order().ElementAt(shapes.Length / 2);
}
