namespace Streaming.Training.Learning;

/// <summary>What a run ends with.</summary>
/// <param name="State">Says how it was trained.</param>
/// <param name="ClassShares">Shares of the classes it was shown.</param>
internal sealed record TrainedNetwork(TrainingPlan Plan, float[] Parameters, RunState State, IReadOnlyList<double> ClassShares);
