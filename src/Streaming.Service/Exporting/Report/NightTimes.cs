using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Service.Recording;

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

    /// <summary>01:23:45 (23:11:02 UTC).</summary>
    public string Moment(double seconds) => _start is { } start
        ? $"{StudyTime.Text(seconds)} ({start.AddSeconds(seconds).ToString("HH:mm:ss", CultureInfo.InvariantCulture)} UTC)"
        : StudyTime.Text(seconds);
}
