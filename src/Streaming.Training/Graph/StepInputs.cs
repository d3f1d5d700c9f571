namespace Streaming.Training.Graph;

/// <summary>A whole batch as the graph takes it.</summary>
/// <param name="Targets">One row of classes per sample: LabelTargets over the whole batch.</param>
/// <param name="Events">EventTargets over the whole batch, as EventWeights; empty where the network is not taught events.</param>
internal readonly record struct StepInputs(
    ReadOnlyMemory<byte> Images, ReadOnlyMemory<float> Targets, ReadOnlyMemory<float> Events, ReadOnlyMemory<float> EventWeights);
