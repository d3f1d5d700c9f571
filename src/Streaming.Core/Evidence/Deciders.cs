using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>What would decide between two stages, and whether it could be seen.</summary>
internal static class Deciders
{
    /// <summary>Follows "next N1 (0.20),".</summary>
    public static string Between(Stage one, Stage other, Observed observed)
    {
        var (low, high) = one < other ? (one, other) : (other, one);
        return "told apart by " + (low, high) switch
        {
            (_, Stage.N3) or (Stage.N3, _) => Slow(observed),
            (Stage.W, Stage.R) or (Stage.N1, Stage.R) => Rem(observed),
            (Stage.N2, Stage.R) => $"{Marker(observed)}, or else by {Rem(observed)}",
            (Stage.W, Stage.N1) => observed.Occipital
                ? "whether alpha fills more than half of the epoch"
                : "alpha over more than half of the epoch, which takes an occipital derivation that is not observed",
            _ => Marker(observed),
        };
    }

    private static string Marker(Observed observed) => observed.Frontal || observed.Central
        ? "a spindle or K-complex"
        : "a spindle or K-complex, for which neither frontal nor central EEG is observed";

    private static string Slow(Observed observed) => observed.Microvolts
        ? "whether slow waves above 75 µV fill a fifth of the epoch"
        : observed.Eeg
            ? "the amount of slow waves, here known only relative to this recording"
            : "the amount of slow waves, which takes EEG that is not observed";

    private static string Rem(Observed observed) => (observed.Chin, observed.EyeRows > 0) switch
    {
        (true, true) => "low chin tone with rapid eye movements",
        (true, false) => "chin tone and rapid eye movements, of which the eyes are not observed",
        (false, true) => "chin tone and rapid eye movements, of which tone is not observed",
        _ => "chin tone and rapid eye movements, neither of which is observed",
    };
}
