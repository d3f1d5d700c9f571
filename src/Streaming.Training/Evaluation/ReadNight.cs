using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>One night under one condition, with the stages it is held against.</summary>
/// <param name="Truth">By epoch of the evidence; null: not scored.</param>
internal sealed record ReadNight(IReadOnlyList<EpochEvidence> Evidence, IReadOnlyList<Stage?> Truth)
{
    public SmoothedNight Smooth(SmootherSpec spec) => SmoothedNight.Of(Evidence.Select(epoch => epoch.Probabilities), spec);
}
