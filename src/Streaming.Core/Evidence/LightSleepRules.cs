using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>N2.1 a spindle or K-complex in the first half of this epoch or the last half of the one before, N2.2 continuation of N2.</summary>
internal static class LightSleepRules
{
    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        if (!findings.Observed.Eeg) return;
        var continues = Continues(findings, said);
        Markers(findings, said, continues);
        if (findings.Slow is { IsAsInN3: true } slow) DeepSleepRules.Cite(said, Stage.N2, supports: false, 0.7, slow);
    }

    private static void Markers(EpochFindings findings, EvidenceNotes said, bool continues)
    {
        if (findings.Marker(0, 15) is { } marker)
            said.For(RuleIds.SpindleOrKComplex, Stage.N2, 0.9, $"{EvidenceNotes.Marker(findings, marker)}, in the first half of the epoch");
        else if (findings.Before.MarkerBefore is { } before)
            said.For(RuleIds.SpindleOrKComplex, Stage.N2, 0.8, $"{EvidenceNotes.Name(before)} in the last half of the epoch before");
        else if (findings.Marker(15, 30) is { } late)
            said.For(RuleIds.Support, Stage.N2, 0.3, $"{EvidenceNotes.Marker(findings, late)}, in the second half: it counts for the epoch that follows");
        else if (!continues && Sees(findings.Observed) is { } where)
            said.Against(RuleIds.SpindleOrKComplex, Stage.N2, 0.4, $"no spindle or K-complex was found in the {where} EEG up to now");
    }

    // Spindles are looked for at the centre and K-complexes over the forehead; the occipital row alone would not show their absence.
    private static string? Sees(Observed observed) => (observed.Frontal, observed.Central) switch
    {
        (true, true) => "frontal and central",
        (true, false) => "frontal",
        (false, true) => "central",
        _ => null,
    };

    private static bool Continues(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.Before.PreviousStage != Stage.N2) return false;
        foreach (var found in findings.Events)
        {
            if (found.Kind != FindingKind.Arousal) continue;
            said.Against(RuleIds.ContinuesN2, Stage.N2, 0.4, $"an arousal at second {EvidenceNotes.Second(findings, found)} ends the N2 before it");
            return false;
        }
        if (findings.MovementShare > 0.5)
        {
            said.Against(RuleIds.ContinuesN2, Stage.N2, 0.3, "a major body movement after N2");
            return false;
        }
        if (RemRules.Begins(findings))
        {
            said.Against(RuleIds.ContinuesN2, Stage.N2, 0.6, $"low chin tone and {RemRules.Movements(findings)} end the N2 before it");
            return false;
        }
        said.For(RuleIds.ContinuesN2, Stage.N2, 0.5, "N2 goes on from the epoch before, without an arousal or movement that ends it");
        return true;
    }
}
