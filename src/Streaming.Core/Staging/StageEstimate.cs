using Streaming.Core.Novelty;

namespace Streaming.Core.Staging;

/// <summary>What the network says of one picture, before the night's context is added.</summary>
/// <param name="Logits">Five raw outputs, class order W N1 N2 N3 R.</param>
/// <param name="Probabilities">Softmax of logits / temperature: five values, sum 1.</param>
/// <param name="Attention">Weight by derivation row and second, row-major [6 × 30], where the network has one; else null.</param>
/// <param name="Model">Which bundle answered.</param>
/// <param name="Provider">Which engine ran it: <c>cpu</c> or <c>cuda</c>.</param>
public sealed record StageEstimate(float[] Logits, float[] Probabilities, float[]? Attention, ModelIdentity Model, string Provider)
{
    /// <summary>How unlike anything the model was trained on the epoch is; null where its bundle cannot tell.</summary>
    public NoveltyScore? Novelty { get; init; }
}
