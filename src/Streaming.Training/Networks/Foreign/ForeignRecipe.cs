namespace Streaming.Training.Networks.Foreign;

/// <summary>How a network that someone else made is fine-tuned; kept in the checkpoint.</summary>
internal sealed record ForeignRecipe
{
    /// <summary>The ONNX file.</summary>
    public required string Path { get; init; }

    /// <summary>Preset of the pictures; null: clinical-448 for three channels, paper-336 for one.</summary>
    public string? Preset { get; init; }

    /// <summary>Of the pictures, where the file leaves the size open; null: the preset's own.</summary>
    public int? Width { get; init; }

    public int? Height { get; init; }

    /// <summary>Name of a PixelScale; null: inferred from the file.</summary>
    public string? Pixels { get; init; }

    /// <summary>Rank of LoRA; null: weights are trained themselves.</summary>
    public int? LoraRank { get; init; }

    /// <summary>Weights are drawn anew: what the file's own are worth is the difference.</summary>
    public bool FromRandom { get; init; }

    /// <summary>Batch normalisations keep the statistics in the file instead of those of our pictures.</summary>
    public bool KeepStatistics { get; init; }
}
