namespace Streaming.Training.Evaluation.Reports;

/// <summary>One subject's figures.</summary>
internal sealed record SubjectRow(string Subject, long Epochs, double? Kappa, double? Accuracy, double? BalancedAccuracy, double? MacroF1);
