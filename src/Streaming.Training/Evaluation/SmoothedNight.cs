using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>The decisions on a night, by epoch.</summary>
internal sealed record SmoothedNight(IReadOnlyList<StageDecision> Final, IReadOnlyList<StageDecision> Revised)
{
    public IReadOnlyList<Stage?> FinalStages => [.. Final.Select(decision => (Stage?)decision.Stage)];

    public IReadOnlyList<Stage?> RevisedStages => [.. Revised.Select(decision => (Stage?)decision.Stage)];

    /// <param name="probabilities">By epoch; null where unscorable.</param>
    public static SmoothedNight Of(IEnumerable<float[]?> probabilities, SmootherSpec spec)
    {
        var smoother = new StageSmoother(spec);
        var decisions = new List<StageDecision>();
        var epoch = 0;
        foreach (var five in probabilities) decisions.AddRange(smoother.Accept(epoch++, five));
        decisions.AddRange(smoother.End());
        return new SmoothedNight(Of(decisions, Revision.Final), Of(decisions, Revision.Revised));
    }

    private static StageDecision[] Of(List<StageDecision> decisions, Revision revision) =>
        [.. decisions.Where(decision => decision.Revision == revision).OrderBy(decision => decision.Epoch)];
}
