namespace Streaming.Core.Evidence;

/// <summary>What was observed, as stable words for storage and the wire, and back.</summary>
public static class ObservedWords
{
    private const string Frontal = "frontal", Central = "central", Occipital = "occipital", OneEye = "one eye", TwoEyes = "two eyes", Chin = "chin";
    private const string Mastoid = "frontal against a mastoid", Gain = "trusted gain";

    public static IReadOnlyList<string> Of(Observed observed)
    {
        var words = new List<string>();
        if (observed.Frontal) words.Add(Frontal);
        if (observed.Central) words.Add(Central);
        if (observed.Occipital) words.Add(Occipital);
        if (observed.EyeRows > 0) words.Add(observed.EyeRows == 1 ? OneEye : TwoEyes);
        if (observed.Chin) words.Add(Chin);
        if (observed.FrontalMastoid) words.Add(Mastoid);
        if (observed.TrustedGain) words.Add(Gain);
        return words;
    }

    /// <summary>Words it does not know are passed over.</summary>
    public static Observed Read(IReadOnlyCollection<string> words) => new(
        words.Contains(Frontal), words.Contains(Central), words.Contains(Occipital), words.Contains(TwoEyes) ? 2 : words.Contains(OneEye) ? 1 : 0,
        words.Contains(Chin), words.Contains(Mastoid), words.Contains(Gain));
}
