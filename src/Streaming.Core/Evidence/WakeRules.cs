using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>W.1 alpha over more than half (occipital only), W.2 blinks (two EOG), W.3 rapid eye movements with tone that is not low (EOG and
/// chin).</summary>
internal static class WakeRules
{
    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        Alpha(findings, said);
        Eyes(findings, said);
        if (findings.Marker(0, 30) is { } marker)
            said.Against(RuleIds.SpindleOrKComplex, Stage.W, findings.HasSeveralMarkers ? 0.6 : EvidenceNotes.Doubtful, EvidenceNotes.Marker(findings, marker));
        if (findings.Slow is { IsAsInN3: true } slow)
            DeepSleepRules.Cite(said, Stage.W, supports: false, 0.7, slow);
    }

    private static void Alpha(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.AlphaShare is not { } share) return;
        var percent = EvidenceNotes.Percent(share);
        if (share > 0.5)
        {
            said.For(RuleIds.WakeAlpha, Stage.W, 0.5 + share / 2, $"alpha fills {percent} of the epoch (occipital)");
            // Drowsy people and R have slower alpha, and more or less than half is a matter of few seconds: strong only well above it.
            foreach (var sleep in (ReadOnlySpan<Stage>)[Stage.N1, Stage.N2, Stage.N3, Stage.R])
                said.Against(RuleIds.WakeAlpha, sleep, share - 0.2, $"alpha fills {percent} of the epoch (occipital)");
        }
        // Eyes may be open: little alpha says something only of who has alpha, and then not much.
        else if (findings.Before.HasAlpha && share < 0.2 && findings.Count(FindingKind.Blink) == 0)
            said.Against(RuleIds.WakeAlpha, Stage.W, 0.3, $"alpha, which this person has, fills only {percent} of the epoch (occipital)");
    }

    private static void Eyes(EpochFindings findings, EvidenceNotes said)
    {
        var observed = findings.Observed;
        if (observed.EyeRows < 2) return;
        var blinks = findings.Count(FindingKind.Blink);
        if (blinks >= 2) said.For(RuleIds.WakeBlinks, Stage.W, 0.3 + 0.1 * blinks, EvidenceNotes.Count(blinks, "eye blink"));
        var rapid = findings.Count(FindingKind.RapidEyeMovement);
        if (rapid > 0 && findings.Chin is { } chin && (chin.IsHigh || (!chin.IsLow && !chin.IsProvisional)))
            said.For(RuleIds.WakeEyes, Stage.W, chin.IsHigh ? 0.6 : 0.3,
                $"{EvidenceNotes.Count(rapid, "rapid eye movement")} with chin tone {EvidenceNotes.Number(chin.TimesLowest)} times its lowest so far");
    }
}
