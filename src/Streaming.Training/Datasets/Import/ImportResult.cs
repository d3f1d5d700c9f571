using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>What became of one study.</summary>
/// <param name="Stages">Of the first scorer, over all grids; empty where it failed.</param>
/// <param name="Problem">Why it is not in the cache, or null.</param>
internal sealed record ImportResult(FoundStudy Study, ImportOutcome Outcome, IReadOnlyList<Stage?> Stages, string? Problem = null);
