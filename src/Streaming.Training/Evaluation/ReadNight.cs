using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>One night under one condition, with the stages it is held against.</summary>
/// <param name="Truth">By epoch of the evidence; null: not scored.</param>
internal sealed record ReadNight(IReadOnlyList<EpochEvidence> Evidence, IReadOnlyList<Stage?> Truth)
{
    /// <summary>Who: nights of one subject are one draw of the bootstrap.</summary>
    public string Subject { get; init; } = "";

    /// <summary>Of the night, for figures.</summary>
    public string Name { get; init; } = "";

    /// <summary>The recording that it is a night of (<see cref="StagedNight.Recording"/>); empty: one of its own.</summary>
    public string Recording { get; init; } = "";

    /// <summary>Start of epoch 0 in the recording.</summary>
    public Rational OriginSeconds { get; init; }

    /// <summary>All scorers' stages by epoch of the evidence; the first is the one trained on.</summary>
    public IReadOnlyList<NightScoring> Scorings { get; init; } = [];

    /// <summary>Held against the scoring that is trained on: what may be chosen with, where the truth itself is not known outside simulations.</summary>
    public ReadNight AgainstFirstScorer() => this with { Truth = Scorings[0].Stages };

    public SmoothedNight Smooth(SmootherSpec spec) => SmoothedNight.Of(Evidence.Select(epoch => epoch.Probabilities), spec);
}
