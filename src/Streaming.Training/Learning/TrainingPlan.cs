using Streaming.Core.Rendering;

namespace Streaming.Training.Learning;

/// <summary>What is trained: the picture it reads, its phases, and how the result becomes a model that can be served.</summary>
internal sealed record TrainingPlan
{
    /// <summary>The bundle's name where the run gives none.</summary>
    public required string Name { get; init; }

    /// <summary>Its version where the run gives none.</summary>
    public string Version { get; init; } = "1";

    /// <summary>By the run's own name and version; a run begun before it had them keeps the plan's.</summary>
    public TrainingPlan Called(TrainingRecipe recipe) => this with { Name = recipe.Name ?? Name, Version = recipe.Version ?? Version };

    public required RenderSpec Spec { get; init; }

    public required IReadOnlyList<TrainingPhase> Phases { get; init; }

    /// <summary>Names that a recipe may leave untrained.</summary>
    public required IReadOnlyList<string> Parameters { get; init; }

    /// <summary>The ONNX file for the parameters that the last phase ended with.</summary>
    public required Func<float[], byte[]> Export { get; init; }

    /// <summary>Name of the model's attention map; null where it has none.</summary>
    public string? Attention { get; init; }

    /// <summary>What it was trained on, for manifest and card.</summary>
    public required Func<RunState, string> Statement { get; init; }
}
