using Streaming.Core.Evidence;
using Streaming.Core.Windowing;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>An epoch with everything that can be said about its stage.</summary>
/// <param name="Report">What stands: perhaps a person's.</param>
/// <param name="Epoch">Its signal.</param>
/// <param name="Findings">What the detectors saw.</param>
/// <param name="Reason">Of the machine's latest decision, with all its evidence.</param>
/// <param name="Attention">Where the network looked, [6 × 30]; null where it does not say.</param>
/// <param name="Ablation">What the stage loses with each cell, [6 × 30]; null for an unscorable epoch.</param>
internal sealed record ExplainedEpoch(
    StageReport Report, Epoch Epoch, EpochFindings Findings, Core.Evidence.Reason Reason, float[]? Attention, float[]? Ablation)
{
    /// <summary>SHA-256 of the network whose decision it is.</summary>
    public required string DecidedBy { get; init; }
}
