namespace Streaming.Client;

/// <summary>Whether what the caller holds is current.</summary>
public enum ConnectionPhase
{
    /// <summary>Nothing has been received yet.</summary>
    Connecting,

    /// <summary>The stream is open and was heard from lately.</summary>
    Live,

    /// <summary>The stream broke; what the caller holds may be out of date.</summary>
    Stale,
}
