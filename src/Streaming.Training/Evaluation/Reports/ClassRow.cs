namespace Streaming.Training.Evaluation.Reports;

/// <summary>Agreement on one stage.</summary>
/// <param name="Support">Epochs the reference gives it.</param>
internal sealed record ClassRow(string Stage, long Support, double? Precision, double? Recall, double? F1);
