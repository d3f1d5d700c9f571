using System.Text.Json;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>What models cost, beside a ResNet18-shaped network at 224 × 224 in the same run; the benchmark <c>model</c> writes it.</summary>
internal sealed record CostReport(string Machine, double ResNet18Milliseconds, IReadOnlyList<CostRow> Models)
{
    public string ToJson() => JsonSerializer.Serialize(this, ReportJson.Default.CostReport) + "\n";

    /// <exception cref="InvalidDataException">The text is no such report.</exception>
    public static CostReport FromJson(string json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ReportJson.Default.CostReport)!;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"not a report of the benchmark 'model': {e.Message}", e);
        }
    }
}
