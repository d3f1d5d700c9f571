namespace Streaming.Training.Learning;

/// <summary>What a checkpoint must remember of its run beside the network.</summary>
/// <param name="Phase">The phase the checkpoint is of.</param>
/// <param name="Steps">By phase: where its learning rate ends; 0 while not yet known.</param>
internal sealed record RunState(ulong Seed, int Subjects, int BatchSize, int PoolNights, int Phase, int[] Steps)
{
    public TrainingRecipe Recipe { get; init; } = new();
}
