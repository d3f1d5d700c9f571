using System.Text.Json;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>All that was measured, as <c>report.json</c>; docs/evaluation.md describes every field.</summary>
internal sealed record EvaluationReport
{
    public const string FileName = "report.json";

    public int Format { get; init; } = 1;

    public required IReadOnlyList<ModelRow> Models { get; init; }

    public required IReadOnlyList<DataRow> Data { get; init; }

    public required IReadOnlyList<DecisionReport> Results { get; init; }

    public required IReadOnlyList<ComparisonRow> Comparisons { get; init; }

    public required IReadOnlyList<SeedRow> Seeds { get; init; }

    public IReadOnlyList<ConditionRow> Tables { get; init; } = [];

    public IReadOnlyList<ScorerRow> Scorers { get; init; } = [];

    public IReadOnlyList<NoveltyRow> OutOfDistribution { get; init; } = [];

    /// <summary>Where a model was measured on subjects it has learnt from.</summary>
    public IReadOnlyList<SeenRow> Seen { get; init; } = [];

    /// <summary>What could not be measured with what was given, and what would be needed.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

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
