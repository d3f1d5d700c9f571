using System.Globalization;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>Study time in words: hours, minutes and seconds after the first sample. The same for people, who count epochs from 1, and programs, which count from 0.</summary>
internal static class StudyTime
{
    /// <summary>Seconds after the first sample; 0 where nothing is said.</summary>
    public static double Seconds(Rational? at) => at is null || at.Denominator == 0 ? 0 : (double)at.Numerator / at.Denominator;

    /// <summary>01:23:45.</summary>
    public static string Text(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
    }
}
