namespace Streaming.Training.Graph;

/// <summary>How a parameter starts; weight decay pulls on weights only.</summary>
internal enum ParameterKind
{
    /// <summary>Normal with the deviation of its ParameterSpec; decays.</summary>
    Weight,

    /// <summary>
    /// As Weight, but each row is a random mixture of a few slow cosines along the last axis: neighbouring inputs start with similar weights.
    /// </summary>
    SmoothWeight,

    /// <summary>Normal with the deviation of its ParameterSpec; does not decay.</summary>
    Embedding,

    /// <summary>Ones; does not decay.</summary>
    Scale,

    /// <summary>Zeros; does not decay.</summary>
    Bias,
}
