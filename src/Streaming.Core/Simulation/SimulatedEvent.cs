using Streaming.Core.Signals;

namespace Streaming.Core.Simulation;

/// <summary>One event of a simulated night.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="OnsetSeconds">Study time, seconds after sample index 0, ±0.02.</param>
/// <param name="DurationSeconds">Positive.</param>
/// <param name="Row">Where it is strongest; null: everywhere, or see <paramref name="Channel"/>.</param>
/// <param name="Channel">The one channel it is confined to (artefacts), else null.</param>
/// <param name="AmplitudeMicrovolts">Peak at the body, before the recorder's gain; 0 where it has none.</param>
public readonly record struct SimulatedEvent(
    SimulatedEventKind Kind, double OnsetSeconds, double DurationSeconds, DerivationRow? Row, int? Channel, double AmplitudeMicrovolts);
