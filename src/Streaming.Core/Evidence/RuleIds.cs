namespace Streaming.Core.Evidence;

/// <summary>Names of the rules an explanation may cite (AASM manual, as cited in the literature); docs/explanations.md has their text.</summary>
public static class RuleIds
{
    public const string WakeAlpha = "W.1";
    public const string WakeBlinks = "W.2";
    public const string WakeEyes = "W.3";
    public const string AlphaGivesWay = "N1.1";
    public const string NoAlphaGenerator = "N1.2";
    public const string SpindleOrKComplex = "N2.1";
    public const string ContinuesN2 = "N2.2";
    public const string SlowWaves = "N3.1";
    public const string DefiniteR = "R.1";
    public const string ContinuesR = "R.2";
    public const string MajorBodyMovement = "MBM";

    /// <summary>No rule by itself: a sign that goes with a stage, or a rule's part whose other part was not observed.</summary>
    public const string Support = "support";
}
