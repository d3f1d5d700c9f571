namespace Streaming.Service.Access;

/// <summary>Whether callers must show a token.</summary>
public enum TokenRule
{
    /// <summary>Yes, unless the service listens on loopback only and is called by somebody on this machine, not by way of a proxy.</summary>
    Auto,
    Always,

    /// <summary>No. Beyond loopback this is said in the log at every start.</summary>
    Never,
}
