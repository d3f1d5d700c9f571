using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>N1.1 alpha gives way (occipital, and a person who has alpha), N1.2 vertex waves (central), slow eye movements, slowing against this
/// person's own wake.</summary>
internal static class DrowsyRules
{
    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        Mixed(findings, said);
        WithoutAlpha(findings, said);
        if (findings.Marker(0, 15) is { } marker)
            said.Against(RuleIds.SpindleOrKComplex, Stage.N1, findings.HasSeveralMarkers ? 0.7 : EvidenceNotes.Doubtful,
                $"{EvidenceNotes.Marker(findings, marker)}, in the first half of the epoch");
        if (findings.Slow is { IsAsInN3: true } slow) DeepSleepRules.Cite(said, Stage.N1, supports: false, 0.8, slow);
    }

    private static void Mixed(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.MixedShare is not { } mixed) return;
        var percent = EvidenceNotes.Percent(mixed);
        if (mixed <= 0.5)
        {
            said.Against(RuleIds.Support, Stage.N1, 0.3, $"low-amplitude mixed-frequency EEG fills only {percent} of the epoch");
            return;
        }
        // "Gives way" needs an alpha that was there.
        if (findings.AlphaShare is < 0.5 && findings.Before.HasAlpha)
            said.For(RuleIds.AlphaGivesWay, Stage.N1, 0.2 + 0.5 * mixed, $"alpha has given way to low-amplitude mixed frequency over {percent} of the epoch");
        else if (findings.AlphaShare is null)
            said.For(RuleIds.Support, Stage.N1, 0.3, $"low-amplitude mixed-frequency EEG fills {percent} of the epoch; alpha not observed");
        else
            said.For(RuleIds.Support, Stage.N1, 0.3, $"low-amplitude mixed-frequency EEG fills {percent} of the epoch");
    }

    private static void WithoutAlpha(EpochFindings findings, EvidenceNotes said)
    {
        var observed = findings.Observed;
        // The rule is for who has no alpha generator; in others the same signs only go with N1.
        var rule = observed.Occipital && !findings.Before.HasAlpha ? RuleIds.NoAlphaGenerator : RuleIds.Support;
        var vertex = findings.Count(FindingKind.VertexWave);
        if (observed.Central && vertex > 0) said.For(rule, Stage.N1, 0.4, $"{EvidenceNotes.Count(vertex, "vertex sharp wave")} (central)");
        var slow = findings.Count(FindingKind.SlowEyeMovement);
        if (slow > 0 && observed.EyeRows == 2) said.For(rule, Stage.N1, 0.4, EvidenceNotes.Count(slow, "slow eye movement"));
        if (slow > 0 && observed.EyeRows == 1)
            said.For(RuleIds.Support, Stage.N1, 0.25, $"{EvidenceNotes.Count(slow, "slow deflection")} in the one EOG; whether both eyes move is not observed");
        if (findings.OccipitalHz is { } hertz && findings.Before.WakeHz is { } wake && wake - hertz >= 1)
            said.For(rule, Stage.N1, 0.4,
                $"occipital activity slowed by {EvidenceNotes.Number(wake - hertz)} Hz against this person's own wake ({EvidenceNotes.Number(wake)} Hz)");
    }
}
