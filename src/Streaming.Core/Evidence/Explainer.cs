using System.Globalization;
using System.Text;
using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>From a decision and what the rules say to a reason. A pure function: FINAL and REVISED of an epoch are explained from the same
/// evidence.</summary>
public static class Explainer
{
    private const double SureConfidence = 0.6, StrongAgainst = 0.5;

    /// <param name="decision">FINAL or REVISED.</param>
    /// <param name="evidence">As <see cref="RuleBook.Read"/> gives it.</param>
    /// <param name="observed">What could be looked at.</param>
    /// <param name="unscorableReason">Of an epoch without a stage.</param>
    /// <param name="shownConfidence">Where it is held back; else the decision's own.</param>
    public static Reason Explain(
        StageDecision decision, IReadOnlyList<RuleEvidence> evidence, Observed observed, string? unscorableReason = null, double? shownConfidence = null)
    {
        if (decision.Stage == Stage.Unscorable)
            return new Reason
            {
                Stage = decision.Stage, Confidence = 0, Evidence = [], Observed = observed,
                Sentence = unscorableReason is null ? "Not scored." : $"Not scored: {unscorableReason}.",
            };
        var (next, probability) = RunnerUp(decision);
        var confidence = shownConfidence ?? decision.Confidence;
        var supports = Strongest(evidence, decision.Stage, true);
        var ruled = StrongestRule(evidence, decision.Stage);
        var contradicted = confidence >= SureConfidence && ruled is { Strength: >= StrongAgainst } && ruled.Value.Strength > (supports?.Strength ?? 0);
        var against = contradicted ? ruled : Strongest(evidence, decision.Stage, false);
        var decides = Deciders.Between(decision.Stage, next, observed);
        return new Reason
        {
            Stage = decision.Stage,
            Confidence = confidence,
            RunnerUp = next,
            RunnerUpProbability = probability,
            Evidence = [.. evidence.Take(Reason.MostEvidence)],
            Observed = observed,
            WouldDecide = decides,
            IsContradicted = contradicted,
            Sentence = Sentence(decision.Stage, confidence, supports, against, contradicted, (next, probability, decides)),
        };
    }

    private static string Sentence(
        Stage stage, double confidence, RuleEvidence? supports, RuleEvidence? against, bool contradicted,
        (Stage Stage, double Probability, string Decides) next)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{stage} at {Hundredths(confidence)}");
        if (contradicted)
        {
            text.Append(CultureInfo.InvariantCulture, $", yet {against!.Value.Text}");
            text.Append(supports is { } some ? $"; for it, {some.Text}" : "; no sign of it was found in what could be observed");
        }
        else
        {
            text.Append(supports is { } sign ? $": {sign.Text}" : ", for which no sign was found in what could be observed");
            if (against is { } other) text.Append(CultureInfo.InvariantCulture, $"; against it, {other.Text}");
        }
        text.Append(CultureInfo.InvariantCulture, $"; next {next.Stage} ({Hundredths(next.Probability)}), {next.Decides}.");
        return text.ToString();
    }

    private static RuleEvidence? Strongest(IReadOnlyList<RuleEvidence> evidence, Stage stage, bool supports)
    {
        foreach (var entry in evidence)
            if (entry.Stage == stage && entry.Supports == supports) return entry;
        return null;
    }

    // A sign that only goes with another stage is said, but a sure network is more often right than it (decision 16).
    private static RuleEvidence? StrongestRule(IReadOnlyList<RuleEvidence> evidence, Stage stage)
    {
        foreach (var entry in evidence)
            if (entry.Stage == stage && !entry.Supports && entry.Rule != RuleIds.Support) return entry;
        return null;
    }

    private static (Stage Stage, double Probability) RunnerUp(StageDecision decision)
    {
        var next = -1;
        for (var stage = 0; stage < decision.Probabilities.Length; stage++)
            if (stage != (int)decision.Stage && (next < 0 || decision.Probabilities[stage] > decision.Probabilities[next])) next = stage;
        return ((Stage)next, decision.Probabilities[next]);
    }

    // Rounded by hand: the same text on every machine.
    private static string Hundredths(double probability) =>
        (Math.Floor(100 * probability + 0.5) / 100).ToString("0.00", CultureInfo.InvariantCulture);
}
