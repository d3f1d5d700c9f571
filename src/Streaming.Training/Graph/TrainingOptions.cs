using Streaming.Scoring;

namespace Streaming.Training.Graph;

/// <summary>How a network is trained, apart from its data and learning rate.</summary>
internal sealed record TrainingOptions
{
    public AdamWOptions Optimiser { get; init; } = new();

    /// <summary>Share of each target spread evenly over the classes; 0 to below 1.</summary>
    public float LabelSmoothing { get; init; } = 0.05f;

    /// <summary>How much of a target is what teachers answered, where they did; the rest is the label. 0 to 1. Their answer is surer of little and knows
    /// how alike stages are; the label does not err as they do.</summary>
    public float TeacherShare { get; init; } = 0.5f;

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
