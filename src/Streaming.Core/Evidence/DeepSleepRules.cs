using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>N3.1 slow waves above 75 µV over a fifth of the epoch: frontal against a mastoid and trusted gain only, else relative to the
/// recording.</summary>
internal static class DeepSleepRules
{
    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.Slow is not { } slow) return;
        if (slow.IsAsInN3) Cite(said, Stage.N3, supports: true, 0.5 + slow.Share, slow);
        else Cite(said, Stage.N3, supports: false, 0.9 * (1 - slow.Share / SlowActivity.LeastN3Share), slow);
        if (!slow.IsAsInN3 || findings.Observed.EyeRows < 2 || findings.Chin is not { IsHigh: true }) return;
        var blinks = findings.Count(FindingKind.Blink);
        if (blinks >= 2) said.Against(RuleIds.WakeBlinks, Stage.N3, 0.4, EvidenceNotes.Count(blinks, "eye blink"));
    }

    /// <summary>Says how much of the epoch slow waves fill, in µV only where that may be said.</summary>
    public static void Cite(EvidenceNotes said, Stage stage, bool supports, double strength, SlowActivity slow)
    {
        var (share, place) = (EvidenceNotes.Percent(slow.Share), EvidenceNotes.Place(slow.Row));
        string rule, text;
        if (slow.IsAbsolute)
            (rule, text) = (RuleIds.SlowWaves, $"slow waves above 75 µV fill {(slow.IsAsInN3 ? "" : "only ")}{share} of the epoch ({place})");
        else
        {
            (rule, text) = (RuleIds.Support, $"slow activity {(slow.IsAsInN3 ? "high" : "low")} relative to this recording, {share} of the epoch ({place})");
            strength *= 0.8;
        }
        if (supports) said.For(rule, stage, strength, text);
        else said.Against(rule, stage, strength, text);
    }
}
