using Streaming.Core.Novelty;

namespace Streaming.Training.Evaluation;

/// <summary>What the network said of one epoch.</summary>
/// <param name="Logits">Five; null where the epoch is unscorable.</param>
/// <param name="Probabilities">Five, by the bundle's temperature; null with the logits.</param>
/// <param name="Reason">Why it is unscorable.</param>
internal sealed record EpochEvidence(long Epoch, double OnsetSeconds, float[]? Logits, float[]? Probabilities, string? Reason, bool IsCalibrating)
{
    /// <summary>How unlike anything trained on; null where unscorable, or the bundle cannot tell.</summary>
    public NoveltyScore? Novelty { get; init; }

    /// <summary>By row: its shape, where it was asked for.</summary>
    public double[]?[]? Shapes { get; init; }

    /// <summary>By row: its running scale, where shapes were asked for.</summary>
    public double[]? ScalesMicrovolts { get; init; }

    /// <summary>An eye or chin row was drawn; without one W, N1 and R rest on the brain's rows alone.</summary>
    public bool HasEyesOrChin { get; init; } = true;
}
