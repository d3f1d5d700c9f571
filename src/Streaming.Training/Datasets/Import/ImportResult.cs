using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>What became of one study.</summary>
/// <param name="Stages">Of the first scorer, over all grids; empty where it failed.</param>
/// <param name="Problem">Why it is not in the cache, or null.</param>
internal sealed record ImportResult(FoundStudy Study, ImportOutcome Outcome, IReadOnlyList<Stage?> Stages, string? Problem = null)
{
    /// <summary>Share of its stated length that the recording's file holds; null where it holds all.</summary>
    public double? HeldShare { get; init; }

    /// <summary>What a person must look at before the stages are believed.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];
}
