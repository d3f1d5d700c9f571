namespace Streaming.Core.Signals;

/// <summary>By row, the derivations that may fill it, best first (AASM manual: recommended, then alternatives; then what research recordings
/// have).</summary>
internal static class RowPreferences
{
    public static readonly IReadOnlyList<IReadOnlyList<string>> Names =
    [
        ["F4-M1", "F3-M2", "Fpz-Cz", "Fz-Cz", "Fp2-M1", "Fp1-M2", "AF4-M1", "AF3-M2", "Fz-M1", "Fz-M2"],
        ["C4-M1", "C3-M2"],
        ["O2-M1", "O1-M2", "Pz-Oz"],
        ["E1-M2", "E1-M1", "E1-Fpz", "E1", ChannelNames.HorizontalEog],
        ["E2-M2", "E2-M1", "E2-Fpz", "E2"],
        ["Chin1-Chin2", "Chin1-Chin3", "Chin2-Chin3", "L Chin-R Chin", ChannelNames.Chin],
    ];

    public static string Title(DerivationRow row) => row switch
    {
        DerivationRow.Frontal => "frontal",
        DerivationRow.Central => "central",
        DerivationRow.Occipital => "occipital",
        DerivationRow.LeftEye => "left eye",
        DerivationRow.RightEye => "right eye",
        _ => "chin",
    };
}
