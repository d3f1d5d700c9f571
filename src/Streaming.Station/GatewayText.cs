using Streaming.V1;

namespace Streaming.Station;

/// <summary>What is known of a bed's gateway.</summary>
internal static class GatewayText
{
    /// <summary>It was told to be offline. Of one that has never said a word nothing is known but what it sends.</summary>
    public static bool IsAway(Bed bed) => bed is { GatewayTold: not null, GatewayOnline: false };
}
