namespace Streaming.Scoring;

/// <summary>Which form of the bundle's graph is asked for.</summary>
public enum ScoringVariant
{
    /// <summary>The reference: the graph that was trained and that every figure of the card is of.</summary>
    Fp32 = 0,

    /// <summary>The provider's own variant where the bundle has one that agrees with the reference and was measured to be faster, else the reference.</summary>
    Auto = 1,

    /// <summary>8 bits, on the CPU, where the bundle has it and it agrees with the reference; else the reference, with a warning.</summary>
    Int8 = 2,

    /// <summary>Half precision, on CUDA, where the bundle has it and it agrees with the reference; else the reference, with a warning.</summary>
    Fp16 = 3,
}
