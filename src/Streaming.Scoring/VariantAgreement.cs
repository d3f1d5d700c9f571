namespace Streaming.Scoring;

/// <summary>How a variant's answers compare with those of the reference graph on nights that neither was fitted to.</summary>
public sealed record VariantAgreement
{
    /// <summary>Data and split.</summary>
    public required string Data { get; init; }

    /// <summary>Data drawn by the simulator.</summary>
    public required bool Simulated { get; init; }

    public required int Nights { get; init; }

    /// <summary>That both read.</summary>
    public required long Epochs { get; init; }

    /// <summary>Share of epochs, 0..1, whose most probable stage is the same.</summary>
    public required double SameStage { get; init; }

    /// <summary>Share of epochs, 0..1, whose FINAL stage is the same.</summary>
    public required double SameFinal { get; init; }

    /// <summary>Greatest difference of a probability, 0..1.</summary>
    public required double GreatestProbabilityDifference { get; init; }
}
