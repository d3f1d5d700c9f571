using System.Globalization;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>Study time, in seconds after the first sample.</summary>
internal static class StudyTime
{
    public static double Seconds(Rational? rational) =>
        rational is null || rational.Denominator == 0 ? 0 : (double)rational.Numerator / rational.Denominator;

    public static string Clock(double seconds)
    {
        var whole = (long)Math.Max(0, seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
    }

    /// <summary>Exact to the millisecond.</summary>
    public static Rational FromSeconds(double seconds) => new() { Numerator = (long)Math.Round(seconds * 1000), Denominator = 1000 };
}
