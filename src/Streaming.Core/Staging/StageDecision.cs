namespace Streaming.Core.Staging;

/// <summary>The decision on one epoch at one revision.</summary>
/// <param name="Epoch">Epoch number, from 0.</param>
/// <param name="Revision">FINAL or REVISED.</param>
/// <param name="Stage">The stage, or <see cref="Stage.Unscorable"/>.</param>
/// <param name="Probabilities">Five values after smoothing, class order, sum 1; empty for unscorable epochs.</param>
/// <param name="LookAheadEpochs">Epochs of future it rests on; 0 for FINAL.</param>
public sealed record StageDecision(long Epoch, Revision Revision, Stage Stage, float[] Probabilities, int LookAheadEpochs)
{
    /// <summary>Probability of the stage given, 0..1; 0 for unscorable epochs.</summary>
    public float Confidence => Stage == Stage.Unscorable ? 0 : Probabilities[(int)Stage];
}
