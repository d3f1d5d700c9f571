namespace Streaming.Training.Evaluation.Reports;

/// <summary>Agreement of what remains when the least confident share goes to a person.</summary>
internal sealed record ReviewRow(double ReviewedShare, long Epochs, double? Kappa, double? Accuracy);
