using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>Agreement on one stage.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Support">Epochs the reference gives it.</param>
/// <param name="Precision">Of the candidate's epochs, the share that are right; null where it has none.</param>
/// <param name="Recall">Of the reference's epochs, the share found; null where it has none.</param>
/// <param name="F1">Harmonic mean, 2·TP / (reference + candidate); null where neither has any.</param>
public readonly record struct ClassAgreement(Stage Stage, long Support, double? Precision, double? Recall, double? F1);
