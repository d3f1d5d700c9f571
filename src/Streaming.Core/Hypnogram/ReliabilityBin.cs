namespace Streaming.Core.Hypnogram;

/// <summary>The decisions of one span of confidence.</summary>
/// <param name="From">Least confidence.</param>
/// <param name="To">Greatest confidence.</param>
/// <param name="Count">Decisions.</param>
/// <param name="MeanConfidence">Of these decisions; NaN for none.</param>
/// <param name="Accuracy">Share that were right; NaN for none.</param>
public readonly record struct ReliabilityBin(double From, double To, int Count, double MeanConfidence, double Accuracy);
