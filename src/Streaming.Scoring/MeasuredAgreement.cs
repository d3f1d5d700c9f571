namespace Streaming.Scoring;

/// <summary>One figure of the model card, with what it was measured on.</summary>
public sealed record MeasuredAgreement
{
    /// <summary>Data and split: <c>dynamo, one night, never trained on</c>.</summary>
    public required string Data { get; init; }

    /// <summary>Data drawn by the simulator: proves the machinery, never accuracy.</summary>
    public required bool Simulated { get; init; }

    public required int Subjects { get; init; }

    public required long Epochs { get; init; }

    /// <summary><c>FINAL kappa</c>, <c>REVISED accuracy</c> …</summary>
    public required string Figure { get; init; }

    public required double Value { get; init; }

    /// <summary>Lower end of the interval; null where there are too few subjects or epochs for one.</summary>
    public required double? Low { get; init; }

    /// <summary>Upper end of the interval; null with the lower.</summary>
    public required double? High { get; init; }

    /// <summary>How the interval was made, or why there is none.</summary>
    public required string Interval { get; init; }

    /// <summary>The same figure for always answering the most frequent stage.</summary>
    public required double MajorityBaseline { get; init; }
}
