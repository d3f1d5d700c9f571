namespace Streaming.Core.Hypnogram;

/// <summary>A figure with a bootstrap percentile interval.</summary>
/// <param name="Estimate">The figure on all data.</param>
/// <param name="Low">Lower end; NaN where no resample had the figure.</param>
/// <param name="High">Upper end.</param>
/// <param name="Level">Coverage aimed at, e.g. 0.95.</param>
/// <param name="Method">What was resampled, for the report.</param>
public sealed record ConfidenceInterval(double Estimate, double Low, double High, double Level, string Method);
