using Streaming.Core.Staging;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What a model takes over from the one before it at the same bed.</summary>
internal static class ModelSwap
{
    /// <summary>Epochs whose answers give the new model its context: beyond five hours the past has no say left, even where a memory keeps 0.99 of a mean
    /// from epoch to epoch.</summary>
    public const int ContextEpochs = 600;

    /// <summary>The night so far, as far as it matters: what the network before it said of the last epochs.</summary>
    /// <param name="model">That goes on.</param>
    /// <param name="finals">The study's last, in order.</param>
    public static StageSmoother Smoother(ServedModel model, IReadOnlyList<StageReport> finals)
    {
        var smoother = new StageSmoother(model.Smoother);
        foreach (var final in finals) smoother.Accept(final.Epoch, final.NetworkProbabilities.Count == 0 ? null : [.. final.NetworkProbabilities]);
        smoother.End(); // they have been revised by whoever decided them
        return smoother;
    }

    /// <summary>The revision of a FINAL that nothing more can be said of.</summary>
    public static StageDecision AsItWas(StageReport final) => new(
        final.Epoch, Core.Staging.Revision.Revised, ReportWriter.FromProto(final.Stage), [.. final.Probabilities], 0);
}
