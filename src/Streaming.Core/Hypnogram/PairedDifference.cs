namespace Streaming.Core.Hypnogram;

/// <summary>How much better the second of two candidates agrees with the same reference, and whether chance would do.</summary>
/// <param name="Difference">Figure of the second minus figure of the first, on all data, with its paired bootstrap interval.</param>
/// <param name="PValue">Of the two-sided paired permutation test: share of swaps that differ at least as much; NaN without data, or where either has no such figure.</param>
/// <param name="Test">How the test was made, for the report.</param>
public sealed record PairedDifference(ConfidenceInterval Difference, double PValue, string Test);
