using System.Globalization;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>Study time as people read it: hours into the recording, and the recorder's wall clock where it was set.</summary>
internal sealed class NightTimes(Study study)
{
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMinutes(1); // two clocks that are both right differ by less

    private readonly DateTimeOffset? _start = study.Start.Year > 1985 ? study.Start.ToUniversalTime() : null; // EDF's clock begins in 1985

    /// <summary>With the date; UTC, because the recording does not say where it was made.</summary>
    public string Start => _start?.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture) ?? "not set";

    /// <summary>The recorder's clock showed later than the server's does.</summary>
    public bool IsAfter(double seconds, DateTimeOffset now) => _start is { } start && start.AddSeconds(seconds) > now + ClockSlack;

    public static double Seconds(V1.Rational? at) => at is null || at.Denominator == 0 ? 0 : (double)at.Numerator / at.Denominator;

    /// <summary>01:23:45 after the first sample.</summary>
    public static string Span(double seconds)
    {
        var whole = (long)Math.Round(seconds);
        return string.Create(CultureInfo.InvariantCulture, $"{whole / 3600:00}:{whole / 60 % 60:00}:{whole % 60:00}");
    }

    /// <summary>01:23:45 (23:11:02 UTC).</summary>
    public string Moment(double seconds) => _start is { } start
        ? $"{Span(seconds)} ({start.AddSeconds(seconds).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC)"
        : Span(seconds);
}
