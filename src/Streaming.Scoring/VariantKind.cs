namespace Streaming.Scoring;

/// <summary>Another form of a bundle's graph, with smaller numbers.</summary>
public enum VariantKind
{
    /// <summary>Weights and what passes between the large products as whole numbers of 8 bits, by fixed scales. Only for the CPU.</summary>
    Int8 = 0,

    /// <summary>Half precision, sensitive parts apart. Only for CUDA: the CPU has no kernels for it.</summary>
    Fp16 = 1,
}
