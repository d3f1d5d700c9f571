using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Export;

/// <summary>Writes a simulated night as EDF+C: one record a second, stages and events as annotations.</summary>
internal static class SimulatedEdf
{
    private const int AnnotationSamples = 60; // 120 bytes a record; what does not fit goes into a later one
    private static readonly DateTimeOffset Start = new(2000, 1, 1, 22, 0, 0, TimeSpan.Zero);

    public static void Write(NightSimulator simulator, Stream stream)
    {
        var night = simulator.Simulate(Guid.Empty, Start);
        var signals = night.Study.Channels.Select(channel =>
            new EdfSignal(channel.Label, channel.Unit, channel.Scaling, (int)channel.RateHz.Numerator) { Transducer = "simulated" });
        var annotations = new EdfSignal("EDF Annotations", "", new ChannelScaling("-1", "1", short.MinValue, short.MaxValue), AnnotationSamples);
        var writer = new EdfWriter(stream, new EdfHeader(1, [.. signals, annotations])
        {
            Continuity = EdfContinuity.Continuous,
            Patient = night.Study.Pseudonym + EdfHeader.SimulatedPatient,
            Recording = "Startdate 01-JAN-2000 X X simulated",
            StartDate = "01.01.00",
            StartTime = "22.00.00",
        });
        var pending = new Queue<EdfAnnotation>(Annotations(night).OrderBy(annotation => annotation.OnsetSeconds));
        var second = 0;
        foreach (var block in night.Blocks())
        {
            var due = new List<EdfAnnotation>();
            while (pending.TryPeek(out var next) && next.OnsetSeconds <= second) due.Add(pending.Dequeue());
            writer.WriteRecord(second++, [.. block.Channels.Select(run => run.Values)], due);
        }
        writer.Complete();
    }

    private static IEnumerable<EdfAnnotation> Annotations(SimulatedNight night)
    {
        string[] names = ["W", "N1", "N2", "N3", "R"];
        for (var epoch = 0; epoch < night.Stages.Count; epoch++)
            yield return new EdfAnnotation(
                night.Study.EpochOriginSeconds + new Rational(30 * epoch), 30, $"Sleep stage {names[(int)night.Stages[epoch]]}");
        foreach (var simulated in night.Events)
            yield return new EdfAnnotation(Hundredths(simulated.OnsetSeconds), Hundredths(simulated.DurationSeconds), Text(simulated, night.Study));
    }

    private static string Text(SimulatedEvent simulated, Study study)
    {
        var place = simulated.Channel is { } channel ? $" {study.Channels[channel].Label}" : simulated.Row is { } row ? $" {row}" : "";
        var microvolts = simulated.AmplitudeMicrovolts;
        var amplitude = microvolts > 0 ? string.Create(CultureInfo.InvariantCulture, $" {microvolts:f0} uV") : "";
        return $"simulated {simulated.Kind}{place}{amplitude}";
    }

    private static Rational Hundredths(double seconds) => new((long)Math.Round(seconds * 100), 100);
}
