namespace Streaming.Training.Evaluation.Reports;

/// <summary>Decisions of a span of confidence: mean confidence and share that were right; null for an empty span.</summary>
internal sealed record ReliabilityRow(double From, double To, int Epochs, double? Confidence, double? Accuracy);
