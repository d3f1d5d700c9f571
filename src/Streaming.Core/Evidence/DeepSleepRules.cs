using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>N3.1 slow waves above 75 µV over a fifth of the epoch: frontal against a mastoid and trusted gain only, else relative to the
/// recording.</summary>
internal static class DeepSleepRules
{
    private const double LeastShare = 0.2;

    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.Slow is not { } slow) return;
        if (slow.Share >= LeastShare) Cite(findings, said, Stage.N3, supports: true, 0.5 + slow.Share, slow);
        else Cite(findings, said, Stage.N3, supports: false, 0.9 * (1 - slow.Share / LeastShare), slow);
        if (slow.Share < LeastShare || findings.Observed.EyeRows < 2 || findings.Chin is not { IsHigh: true }) return;
        var blinks = findings.Count(FindingKind.Blink);
        if (blinks >= 2) said.Against(RuleIds.WakeBlinks, Stage.N3, 0.4, EvidenceNotes.Count(blinks, "eye blink"));
    }

    /// <summary>Says how much of the epoch slow waves fill, in µV only where that may be said.</summary>
    public static void Cite(EpochFindings findings, EvidenceNotes said, Stage stage, bool supports, double strength, SlowActivity slow)
    {
        var (share, place) = (EvidenceNotes.Percent(slow.Share), EvidenceNotes.Place(slow.Row));
        var only = slow.Share < LeastShare;
        string rule, text;
        if (slow.IsAbsolute)
            (rule, text) = (RuleIds.SlowWaves, $"slow waves above 75 µV fill {(only ? "only " : "")}{share} of the epoch ({place})");
        else
        {
            (rule, text) = (RuleIds.Support, $"slow activity {(only ? "low" : "high")} relative to this recording, {share} of the epoch ({place})");
            strength *= 0.8;
        }
        if (supports) said.For(rule, stage, strength, text);
        else said.Against(rule, stage, strength, text);
    }
}
