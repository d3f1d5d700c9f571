using Streaming.Scoring;

namespace Streaming.Training.Graph;

/// <summary>How a network is trained, apart from its data and learning rate.</summary>
internal sealed record TrainingOptions
{
    public AdamWOptions Optimiser { get; init; } = new();

    /// <summary>Share of each target spread evenly over the classes; 0 to below 1.</summary>
    public float LabelSmoothing { get; init; } = 0.05f;

    /// <summary>Weight of each class in the loss; null for 1 each.</summary>
    public IReadOnlyList<float>? ClassWeights { get; init; }

    /// <summary>Parameters updated with another decay or rate.</summary>
    public IReadOnlyList<ParameterGroup> Groups { get; init; } = [];

    /// <summary>Micro-batches run at the same time, each on one thread. The result is the same bit for bit with any number.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The engine, chosen as the service chooses its own.</summary>
    public ScoringProvider Provider { get; init; } = ScoringProvider.Cpu;

    /// <summary>Seed of the start values.</summary>
    public int Seed { get; init; } = 1;
}
