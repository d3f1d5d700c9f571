namespace Streaming.Training.Evaluation.Reports;

/// <summary>What always answering the reference's most frequent stage would reach; its kappa is 0.</summary>
internal sealed record MajorityRow(string Stage, double? Accuracy, double? BalancedAccuracy, double? MacroF1, double Kappa = 0);
