namespace Streaming.Core.Simulation;

/// <summary>What the simulator puts into a night at a known time.</summary>
public enum SimulatedEventKind
{
    SlowWave,
    KComplex,
    Spindle,
    VertexWave,
    SawtoothWaves,
    ThetaBurst,

    /// <summary>Conjugate: opposite polarity at the two eyes.</summary>
    RapidEyeMovement,
    SlowEyeMovement,

    /// <summary>The same polarity at both eyes.</summary>
    Blink,

    /// <summary>Eyes closed, alpha running.</summary>
    Alpha,
    Arousal,
    Twitch,
    Movement,
    Sweat,
    ElectrodePop,
    LeadOff,

    /// <summary>Breath by breath, over the chin.</summary>
    Snoring,

    /// <summary>The heart in a channel that should not show it, all night.</summary>
    HeartLeakage,

    /// <summary>Mains, all night.</summary>
    Hum,
}
