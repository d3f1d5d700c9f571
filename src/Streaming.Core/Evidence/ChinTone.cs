namespace Streaming.Core.Evidence;

/// <summary>Muscle tone of the chin in one epoch, measured against the night so far and never against its future.</summary>
/// <param name="Microvolts">Median over the seconds of the root mean square of the second.</param>
/// <param name="TimesLowest">Against the lowest epoch so far, this one included; at least 1.</param>
/// <param name="IsProvisional">The night so far is short, or its tone has hardly varied: "low" may have to be taken back.</param>
public readonly record struct ChinTone(double Microvolts, double TimesLowest, bool IsProvisional)
{
    /// <summary>Near the lowest so far.</summary>
    public bool IsLow => TimesLowest <= 1.5;

    /// <summary>Well above the lowest so far; never said while provisional.</summary>
    public bool IsHigh => !IsProvisional && TimesLowest >= 3;
}
