using Streaming.Core.Evidence;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Explaining;

/// <summary>Which simulated events each detector is after, and which events define a stage.</summary>
internal static class EventKinds
{
    public static readonly IReadOnlyList<(FindingKind Finding, SimulatedEventKind Event)> Pairs =
    [
        (FindingKind.Spindle, SimulatedEventKind.Spindle),
        (FindingKind.KComplex, SimulatedEventKind.KComplex),
        (FindingKind.RapidEyeMovement, SimulatedEventKind.RapidEyeMovement),
        (FindingKind.SlowEyeMovement, SimulatedEventKind.SlowEyeMovement),
        (FindingKind.Blink, SimulatedEventKind.Blink),
        (FindingKind.VertexWave, SimulatedEventKind.VertexWave),
        (FindingKind.SawtoothWaves, SimulatedEventKind.SawtoothWaves),
        (FindingKind.Arousal, SimulatedEventKind.Arousal),
        (FindingKind.Movement, SimulatedEventKind.Movement),
    ];

    /// <summary>What a scorer would point at; none for W and N1, which are defined by what fills the epoch.</summary>
    public static bool Defines(SimulatedEventKind kind, Stage stage) => stage switch
    {
        Stage.N2 => kind is SimulatedEventKind.Spindle or SimulatedEventKind.KComplex,
        Stage.N3 => kind == SimulatedEventKind.SlowWave,
        Stage.R => kind is SimulatedEventKind.RapidEyeMovement or SimulatedEventKind.SawtoothWaves,
        _ => false,
    };
}
