namespace Streaming.Core.Hypnogram;

/// <summary>Where wake after sleep onset stops being counted.</summary>
public enum WasoVariant
{
    /// <summary>At lights on (AASM).</summary>
    UntilLightsOn = 0,

    /// <summary>At the end of the last epoch of sleep, as some devices report it.</summary>
    UntilLastSleep = 1,
}
