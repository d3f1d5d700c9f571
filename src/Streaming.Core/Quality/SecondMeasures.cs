namespace Streaming.Core.Quality;

/// <summary>One second of one channel in digital steps.</summary>
internal struct SecondMeasures
{
    /// <summary>Less than four fifths of the second came; nothing else is filled.</summary>
    public bool IsMissing;

    /// <summary>Largest less smallest value.</summary>
    public long Range;

    /// <summary>Every sample is at a limit of the converter.</summary>
    public bool IsAtLimit;

    public double Variance;

    /// <summary>Mean squared step from sample to sample.</summary>
    public double SquaredStep;

    /// <summary>Amplitude of mains; 0: none stands out, or the rate does not show it.</summary>
    public double Hum;

    /// <summary>Variance and squared step without it.</summary>
    public double RestVariance;

    public double RestSquaredStep;

    /// <summary>Largest step within a hundredth of a second.</summary>
    public long Jump;

    /// <summary>The jump stands alone and the signal stays where it went.</summary>
    public bool IsPopShaped;
}
