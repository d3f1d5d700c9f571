namespace Streaming.Core.Signals;

/// <summary>Units of voltage as recorders spell them.</summary>
public static class ChannelUnit
{
    /// <summary>Microvolts in one of the unit; null for what is not a voltage. No unit at all is taken as microvolts.</summary>
    public static double? Microvolts(string unit) => unit.Trim() switch
    {
        "" => 1,
        "uV" or "µV" or "μV" or "UV" or "uv" or "\u00c2µV" or "microvolt" or "microvolts" => 1,
        "mV" or "MV" or "mv" => 1e3,
        "V" or "v" => 1e6,
        "nV" or "nv" => 1e-3,
        _ => null,
    };
}
