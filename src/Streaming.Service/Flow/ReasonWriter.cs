using Streaming.Core.Evidence;
using Streaming.Core.Staging;

namespace Streaming.Service.Flow;

/// <summary>Reasons in the words of the contract, and back.</summary>
internal static class ReasonWriter
{
    public static V1.Reason ToProto(Reason reason)
    {
        var written = new V1.Reason
        {
            Sentence = reason.Sentence,
            RunnerUp = reason.RunnerUp is { } next ? ReportWriter.ToProto(next) : V1.Stage.Unspecified,
            RunnerUpProbability = reason.RunnerUpProbability,
            Contradiction = reason.IsContradicted,
            WouldDecide = reason.WouldDecide,
        };
        written.Evidence.Add(reason.Evidence.Select(ToProto));
        written.Observed.Add(ObservedWords.Of(reason.Observed));
        if (reason.Stage != Stage.Unscorable) written.Unobserved.Add(RuleBook.Unobserved(reason.Observed));
        return written;
    }

    /// <summary>The same evidence under a decision with the confidence that is shown: what a FINAL says, and later its REVISED.</summary>
    public static V1.Reason Again(V1.Reason reason, StageDecision decision, string unscorableReason, double confidence)
    {
        var evidence = reason.Evidence.Select(entry =>
            new RuleEvidence(entry.Rule, ReportWriter.FromProto(entry.Stage), entry.Supports, entry.Strength, entry.Text)).ToList();
        var why = unscorableReason.Length > 0 ? unscorableReason : null;
        return ToProto(Explainer.Explain(decision, evidence, ObservedWords.Read(reason.Observed), why, confidence));
    }

    private static V1.RuleEvidence ToProto(RuleEvidence entry) => new()
    {
        Rule = entry.Rule,
        Text = entry.Text,
        Supports = entry.Supports,
        Stage = ReportWriter.ToProto(entry.Stage),
        Strength = entry.Strength,
    };
}
