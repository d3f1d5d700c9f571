using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>What could be seen in an epoch at all. A row that is missing, flat or mostly lost is not observed, and nothing is said of it.</summary>
/// <param name="Frontal">Frontal EEG.</param>
/// <param name="Central">Central EEG.</param>
/// <param name="Occipital">Occipital EEG.</param>
/// <param name="EyeRows">EOG rows, 0 to 2; conjugate movements need two.</param>
/// <param name="Chin">Chin EMG.</param>
/// <param name="FrontalMastoid">The frontal derivation is against a mastoid, as the amplitude rule of N3 asks.</param>
/// <param name="TrustedGain">A person vouched for the recorder's microvolts.</param>
public readonly record struct Observed(
    bool Frontal, bool Central, bool Occipital, int EyeRows, bool Chin, bool FrontalMastoid, bool TrustedGain)
{
    private const double LeastShare = 0.5;

    /// <summary>Any EEG.</summary>
    public bool Eeg => Frontal || Central || Occipital;

    /// <summary>N3.1 may be cited.</summary>
    public bool Microvolts => FrontalMastoid && TrustedGain;

    /// <param name="epoch">Closed.</param>
    /// <param name="trustedGain">See <see cref="EvidenceOptions.TrustedGain"/>.</param>
    public static Observed Of(Epoch epoch, bool trustedGain)
    {
        bool Has(DerivationRow row) => epoch.Derivations[(int)row] is not null && IsUsable(epoch.Rows[(int)row]);
        var frontal = Has(DerivationRow.Frontal);
        var eyes = (Has(DerivationRow.LeftEye) ? 1 : 0) + (Has(DerivationRow.RightEye) ? 1 : 0);
        var mastoid = frontal && epoch.Derivations[(int)DerivationRow.Frontal]!.Name is { } name
            && (name.EndsWith("-M1", StringComparison.Ordinal) || name.EndsWith("-M2", StringComparison.Ordinal));
        return new Observed(frontal, Has(DerivationRow.Central), Has(DerivationRow.Occipital), eyes, Has(DerivationRow.Chin), mastoid, trustedGain);
    }

    private static bool IsUsable(float[]? samples)
    {
        if (samples is null) return false;
        var present = 0;
        foreach (var sample in samples)
        {
            present += float.IsNaN(sample) ? 0 : 1;
            if (present >= LeastShare * samples.Length) return true;
        }
        return false;
    }
}
