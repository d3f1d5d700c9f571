namespace Streaming.Core.Quality;

/// <summary>What can be wrong with a recorded signal, technically. Numbers are those of the contract.</summary>
public enum SignalFault
{
    /// <summary>Samples did not come.</summary>
    Missing = 1,

    /// <summary>Samples come and do not move.</summary>
    Flat = 2,

    /// <summary>What is left is noise or mains: no electrode on a person.</summary>
    Disconnected = 3,

    /// <summary>At the recorder's limit.</summary>
    Clipped = 4,

    /// <summary>Mains, measured at the native rate.</summary>
    Hum = 5,

    /// <summary>Electrode pops.</summary>
    Pops = 6,

    /// <summary>Broad noise in one channel, as from a high impedance.</summary>
    Noisy = 7,

    /// <summary>Far too large or too small for what the channel is said to be: a wrong unit or gain.</summary>
    ImplausibleAmplitude = 8,
}
