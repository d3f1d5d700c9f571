using System.Globalization;

namespace Streaming.Core.Signals;

/// <summary>Digital to physical values of one channel. The physical limits stay decimal strings so that an EDF header survives exactly.</summary>
/// <param name="PhysicalMin">Physical value of <paramref name="DigitalMin"/>, decimal, at most 8 characters in EDF.</param>
/// <param name="PhysicalMax">Physical value of <paramref name="DigitalMax"/>.</param>
/// <param name="DigitalMin">Smallest digital value.</param>
/// <param name="DigitalMax">Largest digital value; above <paramref name="DigitalMin"/>.</param>
public sealed record ChannelScaling(string PhysicalMin, string PhysicalMax, int DigitalMin, int DigitalMax)
{
    /// <summary>Physical units a digital step. NaN where a limit is not a number or the digital range is empty.</summary>
    public double Gain { get; } = (Parse(PhysicalMax) - Parse(PhysicalMin)) / Span(DigitalMin, DigitalMax);

    /// <summary>Physical value of digital 0: physical = digital · Gain + Offset.</summary>
    public double Offset => Parse(PhysicalMin) - DigitalMin * Gain;

    private static double Span(int minimum, int maximum) => maximum == minimum ? double.NaN : (double)maximum - minimum;

    private static double Parse(string text) =>
        double.TryParse(text.Trim().Replace(',', '.'), NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : double.NaN;
}
