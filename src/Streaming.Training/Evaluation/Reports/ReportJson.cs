using System.Text.Json.Serialization;

namespace Streaming.Training.Evaluation.Reports;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(CostReport))]
internal sealed partial class ReportJson : JsonSerializerContext;
