namespace Streaming.Core.Novelty;

/// <summary>How unlike anything trained on an epoch is.</summary>
/// <param name="Score">0 is as ordinary as can be; 1 and above is flagged.</param>
/// <param name="Reason">What is strange about it, for people; null where it is not flagged.</param>
public sealed record NoveltyScore(double Score, string? Reason)
{
    /// <summary>Out of distribution: the stage given is not to be relied on.</summary>
    public bool IsFlagged => Score >= 1;
}
