namespace Streaming.Core.Evidence;

/// <summary>What the detectors look for. Definitions and sources: docs/explanations.md.</summary>
public enum FindingKind
{
    Spindle = 0,
    KComplex = 1,
    SlowWave = 2,
    VertexWave = 3,
    SawtoothWaves = 4,

    /// <summary>Conjugate only where two EOG rows were observed.</summary>
    RapidEyeMovement = 5,

    /// <summary>Conjugate only where two EOG rows were observed.</summary>
    SlowEyeMovement = 6,

    /// <summary>The same polarity at both eyes; needs two EOG rows.</summary>
    Blink = 7,
    Arousal = 8,
    Movement = 9,
}
