namespace Streaming.Training.Graph;

/// <summary>How a network is trained, apart from its data and learning rate.</summary>
internal sealed record TrainingOptions
{
    public AdamWOptions Optimiser { get; init; } = new();

    /// <summary>Share of each target spread evenly over the classes; 0 to below 1.</summary>
    public float LabelSmoothing { get; init; } = 0.05f;

    /// <summary>Weight of each class in the loss; null for 1 each.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Threads of one operator. The same number gives the same bits.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seed of the start values.</summary>
    public int Seed { get; init; } = 1;
}
