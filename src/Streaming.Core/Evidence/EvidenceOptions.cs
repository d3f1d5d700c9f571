namespace Streaming.Core.Evidence;

/// <summary>What a person vouches for.</summary>
public sealed record EvidenceOptions
{
    /// <summary>The recorder's microvolts are right. Without it nothing is judged in µV: amplitude is relative to the recording's running
    /// scale.</summary>
    public bool TrustedGain { get; init; }
}
