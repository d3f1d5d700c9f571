using Streaming.Scoring;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Export;

/// <summary>What a card is written from beside the manifest.</summary>
/// <param name="Reports">Of <c>evaluate</c>; each has measured this bundle, as it decides now.</param>
/// <param name="Cost">Of the benchmark <c>model</c>; null: not measured.</param>
internal sealed record CardSources(IReadOnlyList<EvaluationReport> Reports, CostReport? Cost)
{
    public static CardSources None { get; } = new([], null);

    /// <summary>What a report calls the bundle; null where it did not measure it.</summary>
    public static string? Label(EvaluationReport report, ModelManifest manifest) =>
        report.Models.FirstOrDefault(model => model.Is(manifest))?.Label;

    /// <summary>Where a report measured the bundle on subjects it has learnt from; of older reports too, since all name their subjects.</summary>
    public static IEnumerable<SeenRow> Seen(EvaluationReport report, ModelManifest manifest) =>
        Label(report, manifest) is { } label
            ? report.Data.Select(data => SeenRow.Of(label, data.Name, data.Subjects, manifest)).OfType<SeenRow>()
            : [];
}
