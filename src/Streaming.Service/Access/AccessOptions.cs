using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Access;

/// <summary>Who may call, and how often.</summary>
public sealed class AccessOptions
{
    public const string Section = "Access";

    public TokenRule Tokens { get; set; } = TokenRule.Auto;

    /// <summary>Calls a second that one peer (a token, else an address) may make for long.</summary>
    [Range(1, 100_000)]
    public int CallsPerSecond { get; set; } = 50;

    /// <summary>Calls that one peer may make at once, and have under way.</summary>
    [Range(1, 1_000_000)]
    public int CallBurst { get; set; } = 500;

    /// <summary>Watch streams that one peer may hold.</summary>
    [Range(1, 100_000)]
    public int StreamsPerPeer { get; set; } = 256;

    /// <summary>Refused calls of one address that are looked into and audited in a minute; beyond, they are refused unread.</summary>
    [Range(1, 100_000)]
    public int RefusalsPerMinute { get; set; } = 30;
}
