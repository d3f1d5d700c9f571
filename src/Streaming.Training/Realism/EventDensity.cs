using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>How often simulated events of a kind come in a stage.</summary>
/// <param name="PerMinute">Mean over nights.</param>
/// <param name="Low">Tenth percentile over nights.</param>
/// <param name="High">Ninetieth.</param>
/// <param name="Seconds">Mean duration.</param>
/// <param name="Microvolts">Mean amplitude at the body.</param>
internal readonly record struct EventDensity(double PerMinute, double Low, double High, double Seconds, double Microvolts)
{
    private const int LeastEpochs = 10;

    /// <summary>What the doc's table shows.</summary>
    public static IReadOnlyList<(SimulatedEventKind Kind, Stage Stage)> Reported { get; } =
    [
        (SimulatedEventKind.Spindle, Stage.N2), (SimulatedEventKind.Spindle, Stage.N3), (SimulatedEventKind.KComplex, Stage.N2),
        (SimulatedEventKind.SlowWave, Stage.N2), (SimulatedEventKind.SlowWave, Stage.N3), (SimulatedEventKind.VertexWave, Stage.N1),
        (SimulatedEventKind.SawtoothWaves, Stage.R), (SimulatedEventKind.ThetaBurst, Stage.N1), (SimulatedEventKind.ThetaBurst, Stage.R),
        (SimulatedEventKind.RapidEyeMovement, Stage.R), (SimulatedEventKind.RapidEyeMovement, Stage.W),
        (SimulatedEventKind.SlowEyeMovement, Stage.N1), (SimulatedEventKind.Blink, Stage.W), (SimulatedEventKind.Alpha, Stage.W),
        (SimulatedEventKind.Alpha, Stage.N1), (SimulatedEventKind.Alpha, Stage.R),
        (SimulatedEventKind.Arousal, Stage.N1), (SimulatedEventKind.Arousal, Stage.N2), (SimulatedEventKind.Arousal, Stage.N3),
        (SimulatedEventKind.Arousal, Stage.R), (SimulatedEventKind.Movement, Stage.W), (SimulatedEventKind.Movement, Stage.N2),
        (SimulatedEventKind.Twitch, Stage.R),
    ];

    public static EventDensity Of(IReadOnlyList<SimulatedNight> nights, SimulatedEventKind kind, Stage stage)
    {
        var (densities, all) = (new List<double>(), new List<SimulatedEvent>());
        foreach (var night in nights)
        {
            var epochs = night.Stages.Count(other => other == stage);
            if (epochs < LeastEpochs) continue;
            var events = night.Events.Where(e => e.Kind == kind && StageAt(night, e.OnsetSeconds) == stage).ToArray();
            densities.Add(events.Length / (0.5 * epochs));
            all.AddRange(events);
        }
        if (densities.Count == 0) return default;
        densities.Sort();
        return new EventDensity(
            densities.Average(), densities[densities.Count / 10], densities[densities.Count * 9 / 10],
            all.Select(e => e.DurationSeconds).DefaultIfEmpty().Average(), all.Select(e => e.AmplitudeMicrovolts).DefaultIfEmpty().Average());
    }

    private static Stage StageAt(SimulatedNight night, double seconds) =>
        night.Stages[Math.Clamp((int)((seconds - (double)night.Study.EpochOriginSeconds) / 30), 0, night.Stages.Count - 1)];
}
