using Streaming.Core.Rendering;

namespace Streaming.Training.Learning;

/// <summary>What is trained: the picture it reads, its phases, and how the result becomes a model that can be served.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The bundle's name and version.</summary>
    public required string Name { get; init; }

    public string Version { get; init; } = "1";

    public required RenderSpec Spec { get; init; }

    public required IReadOnlyList<TrainingPhase> Phases { get; init; }

    /// <summary>The ONNX file for the parameters that the last phase ended with.</summary>
    public required Func<float[], byte[]> Export { get; init; }

    /// <summary>Name of the model's attention map; null where it has none.</summary>
    public string? Attention { get; init; }

    /// <summary>What it was trained on, for manifest and card.</summary>
    public required Func<RunState, string> Statement { get; init; }
}
