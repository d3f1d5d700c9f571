using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>One event a detector found in one epoch.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Row">The row it is largest in.</param>
/// <param name="OnsetSeconds">Study time; the delay of resampler and filters is taken off.</param>
/// <param name="DurationSeconds">Positive. What crosses an epoch's border counts in each epoch with its part there.</param>
/// <param name="AmplitudeMicrovolts">Peak to peak, as the recorder states its gain; 0 where the kind has none.</param>
/// <param name="FrequencyHz">Of an oscillation; 0 where it is none.</param>
public readonly record struct Finding(
    FindingKind Kind, DerivationRow Row, double OnsetSeconds, double DurationSeconds, double AmplitudeMicrovolts, double FrequencyHz)
{
    /// <summary>Study time.</summary>
    public double EndSeconds => OnsetSeconds + DurationSeconds;
}
