using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>One subject's night as two scorers see it, epoch by epoch and equally long.</summary>
/// <param name="Reference">The stages that count as right.</param>
/// <param name="Candidate">The stages that are judged.</param>
public sealed record ScoredNight(IReadOnlyList<Stage?> Reference, IReadOnlyList<Stage?> Candidate)
{
    /// <summary>The night's counts.</summary>
    public ConfusionMatrix Confusion => Agreement.Of(Reference, Candidate).Confusion;
}
