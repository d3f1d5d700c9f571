using System.Text.Json;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>All that was measured, as <c>report.json</c>; docs/evaluation.md describes every field.</summary>
internal sealed record EvaluationReport
{
    public const string FileName = "report.json";

    public int Format { get; init; } = 1;

    /// <summary>When, by what and how it was made; null in reports from before.</summary>
    public RunRow? Run { get; init; }

    public required IReadOnlyList<ModelRow> Models { get; init; }

    public required IReadOnlyList<DataRow> Data { get; init; }

    public required IReadOnlyList<DecisionReport> Results { get; init; }

    public required IReadOnlyList<ComparisonRow> Comparisons { get; init; }

    public required IReadOnlyList<SeedRow> Seeds { get; init; }

    public IReadOnlyList<ConditionRow> Tables { get; init; } = [];

    public IReadOnlyList<ScorerRow> Scorers { get; init; } = [];

    public IReadOnlyList<NoveltyRow> OutOfDistribution { get; init; } = [];

    /// <summary>Where a model was measured on subjects it has learnt from.</summary>
    public IReadOnlyList<SeenRow> Seen { get; init => field = value ?? []; } = []; // the reader gives null for what a file lacks

    /// <summary>What could not be measured with what was given, and what would be needed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>A model that looks nothing ahead has one decision: its REVISED is its FINAL.</summary>
    public bool IsRepeated(string model, string decision) =>
        decision == "REVISED" && Models.FirstOrDefault(row => row.Label == model)?.LookAheadEpochs == 0;

    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.EvaluationReport) + "\n";

    /// <exception cref="InvalidDataException">The text is no such report.</exception>
    public static EvaluationReport FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReportJson.Default.EvaluationReport)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"not a report of evaluate: {e.Message}", e);
        }
    }
}
