using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>One epoch as <see cref="StudyScorer"/> gives it.</summary>
/// <param name="Epoch">The epoch itself.</param>
/// <param name="Estimate">The network's own answer; null where the epoch is unscorable.</param>
/// <param name="Decisions">Made when this epoch closed: its FINAL, the REVISED of an earlier epoch, and with the study's last epoch the REVISED of
/// all that were waiting.</param>
public sealed record ScoredEpoch(Epoch Epoch, StageEstimate? Estimate, IReadOnlyList<StageDecision> Decisions);
