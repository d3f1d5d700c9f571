using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>What earlier epochs of the same night say about this one; nothing in it comes from later.</summary>
/// <param name="PreviousStage">FINAL of the epoch before; null at the beginning.</param>
/// <param name="MarkerBefore">A spindle or K-complex in the last half of the epoch before.</param>
/// <param name="HasAlpha">This person has shown alpha over more than half of an epoch staged W.</param>
/// <param name="WakeHz">Mean frequency of this person's own occipital 4-13 Hz activity in epochs staged W; null before any.</param>
public readonly record struct NightContext(Stage? PreviousStage, FindingKind? MarkerBefore, bool HasAlpha, double? WakeHz);
