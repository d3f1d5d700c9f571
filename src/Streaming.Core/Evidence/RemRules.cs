using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>R.1 low-amplitude mixed frequency, low chin tone and rapid eye movements (EOG and chin only), R.2 contiguous with R before
/// it.</summary>
internal static class RemRules
{
    public static void Read(EpochFindings findings, EvidenceNotes said)
    {
        if (!findings.Observed.Eeg) return;
        Definite(findings, said);
        Continues(findings, said);
        if (findings.Observed.Central && findings.Count(FindingKind.SawtoothWaves) is > 0 and var trains)
            said.For(RuleIds.Support, Stage.R, 0.3, trains == 1 ? "a train of sawtooth waves (central)" : $"{trains} trains of sawtooth waves (central)");
        if (findings.Marker(0, 30) is { } marker)
            said.Against(RuleIds.SpindleOrKComplex, Stage.R, findings.HasSeveralMarkers ? 0.5 : EvidenceNotes.Doubtful, EvidenceNotes.Marker(findings, marker));
        if (findings.Slow is { IsAsInN3: true } slow) DeepSleepRules.Cite(said, Stage.R, supports: false, 0.8, slow);
        if (findings.Chin is { IsHigh: true } chin)
            said.Against(RuleIds.DefiniteR, Stage.R, 0.6, $"chin tone {EvidenceNotes.Number(chin.TimesLowest)} times its lowest so far");
    }

    /// <summary>R.1 whole: what begins R whatever came before. Not in the first half hour, while "low" is provisional, nor beside a spindle or
    /// K-complex.</summary>
    public static bool Begins(EpochFindings findings) =>
        findings is { MixedShare: > 0.5, Chin: { IsLow: true, IsProvisional: false } }
        && findings.Count(FindingKind.RapidEyeMovement) > 0 && findings.Marker(0, 30) is null;

    public static string Movements(EpochFindings findings)
    {
        var rapid = findings.Count(FindingKind.RapidEyeMovement);
        return findings.Observed.EyeRows == 2
            ? EvidenceNotes.Count(rapid, "rapid eye movement")
            : $"{EvidenceNotes.Count(rapid, "rapid deflection")} in the one EOG";
    }

    private static void Definite(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.MixedShare is not > 0.5) return;
        var (observed, rapid) = (findings.Observed, findings.Count(FindingKind.RapidEyeMovement));
        var low = findings.Chin is { IsLow: true };
        var tone = findings.Chin is { IsProvisional: true } ? "the lowest chin tone so far (provisional)" : "low chin tone";
        if (!observed.Chin && observed.EyeRows == 0)
            said.For(RuleIds.Support, Stage.R, 0.25, "REM-like EEG; tone and eyes not observed");
        else if (observed.EyeRows == 0)
        {
            if (low) said.For(RuleIds.Support, Stage.R, 0.4, $"REM-like EEG and {tone}; eyes not observed");
        }
        else if (rapid > 0 && !observed.Chin)
            said.For(RuleIds.Support, Stage.R, 0.5, $"REM-like EEG with {Movements(findings)}; tone not observed");
        else if (rapid > 0 && low)
            said.For(RuleIds.DefiniteR, Stage.R, findings.Chin is { IsProvisional: true } ? 0.7 : 0.9,
                $"low-amplitude mixed-frequency EEG, {tone} and {Movements(findings)}");
        else if (rapid == 0 && low && findings.Before.PreviousStage != Stage.R)
            said.Against(RuleIds.DefiniteR, Stage.R, 0.3, observed.EyeRows == 2
                ? "no rapid eye movement was found"
                : "no rapid deflection was found in the one EOG");
    }

    private static void Continues(EpochFindings findings, EvidenceNotes said)
    {
        if (findings.Before.PreviousStage != Stage.R || findings.Marker(0, 30) is not null || findings.Count(FindingKind.Arousal) > 0) return;
        if (findings.Slow is { IsAsInN3: true } || findings.AlphaShare > 0.5) return;
        const string Text = "R goes on from the epoch before, without a spindle, K-complex or arousal";
        if (findings.Chin is not { } chin) said.For(RuleIds.Support, Stage.R, 0.4, $"{Text}; tone not observed");
        else if (chin.IsLow) said.For(RuleIds.ContinuesR, Stage.R, 0.6, $"{Text}, and chin tone is low");
        else if (!chin.IsHigh)
            said.For(RuleIds.Support, Stage.R, 0.3, $"{Text}, though chin tone is {EvidenceNotes.Number(chin.TimesLowest)} times its lowest so far");
    }
}
