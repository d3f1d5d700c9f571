using Streaming.Training.Datasets;

namespace Streaming.Training.Optimising;

/// <summary>Nights that a variant is compared on.</summary>
internal sealed record ComparedData(string Name, bool Simulated, NightSequence Nights);
