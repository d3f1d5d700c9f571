using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>A night as logarithms of band powers: natural log of mean power density after a 0.5-30 Hz band-pass (EOG 0.5-15 Hz) and a z-score
/// of the whole recording.</summary>
/// <param name="Subject">Split key.</param>
/// <param name="Epochs">Number of each scored epoch on the recording's grid, ascending; some may be missing.</param>
/// <param name="Stages">By scored epoch.</param>
/// <param name="Values">By scored epoch: delta, theta, alpha, sigma, beta of Fpz-Cz, then of Pz-Oz, then of the horizontal EOG.</param>
internal sealed record BandPowerNight(string Subject, int[] Epochs, Stage[] Stages, double[][] Values)
{
    public const int Bands = 5;

    /// <summary>EOG beta lies beyond its band-pass and is left out.</summary>
    public const int Features = 14;

    /// <summary>Two EEG channels.</summary>
    public const int EegFeatures = 10;
}
