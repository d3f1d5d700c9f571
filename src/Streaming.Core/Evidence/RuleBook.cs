using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>From findings to what they say under the rules, within what may be cited when.</summary>
/// <remarks>A rule is cited only where every channel it names was observed; where one was not, what is left is said as support and the missing
/// part is named. An absent channel is never evidence of an absent sign. Attention never appears here.</remarks>
public static class RuleBook
{
    /// <summary>Everything the findings say, for and against every stage, strongest first.</summary>
    public static IReadOnlyList<RuleEvidence> Read(EpochFindings findings)
    {
        var said = new EvidenceNotes();
        WakeRules.Read(findings, said);
        DrowsyRules.Read(findings, said);
        LightSleepRules.Read(findings, said);
        DeepSleepRules.Read(findings, said);
        RemRules.Read(findings, said);
        Movement(findings, said);
        return said.Sorted();
    }

    /// <summary>What could not be observed, in plain words; empty where everything was.</summary>
    public static IReadOnlyList<string> Unobserved(Observed observed)
    {
        var missing = new List<string>();
        if (!observed.Eeg) missing.Add("EEG");
        else
        {
            if (!observed.Frontal) missing.Add("frontal EEG");
            if (!observed.Central) missing.Add("central EEG");
            if (!observed.Occipital) missing.Add("occipital EEG (alpha)");
        }
        if (observed.EyeRows == 0) missing.Add("eye movements");
        else if (observed.EyeRows == 1) missing.Add("whether the eyes move together (one EOG)");
        if (!observed.Chin) missing.Add("chin tone");
        if (observed.Eeg && !observed.Microvolts) missing.Add("slow waves in µV (gain not vouched for, or no frontal derivation against a mastoid)");
        return missing;
    }

    // MBM: wake if alpha is there or a neighbour is wake; else as the epoch that follows, which a FINAL does not know.
    private static void Movement(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.MovementShare <= 0.5) return;
        var percent = EvidenceNotes.Percent(findings.MovementShare);
        if (findings.AlphaShare > 0.1)
            said.For(RuleIds.MajorBodyMovement, Stage.W, 0.7, $"movement obscures {percent} of the epoch and alpha is present (occipital)");
        else if (findings.Before.PreviousStage == Stage.W)
            said.For(RuleIds.MajorBodyMovement, Stage.W, 0.7, $"movement obscures {percent} of the epoch and the epoch before is wake");
    }
}
