using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>What one scorer wrote of a recording.</summary>
/// <param name="Scorer">Who, without identity.</param>
/// <param name="Runs">In study time, ascending, not overlapping.</param>
internal sealed record ScorerRuns(string Scorer, IReadOnlyList<StageRun> Runs)
{
    /// <summary>Length of a scored page.</summary>
    public int PageSeconds { get; init; } = 30;

    /// <summary>Seconds by what was written there that is no stage: movement, unscored, unknown.</summary>
    public IReadOnlyDictionary<string, double> Ignored { get; init; } = new Dictionary<string, double>();

    /// <summary>Of the remarks those that a person must look at before the stages are believed.</summary>
    public IReadOnlyList<string> Doubts { get; init; } = [];

    /// <summary>What was odd, in plain words.</summary>
    public IReadOnlyList<string> Remarks { get; init; } = [];
}
