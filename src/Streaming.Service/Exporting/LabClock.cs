using System.Globalization;
using Streaming.Core.Signals;

namespace Streaming.Service.Exporting;

/// <summary>Times as the lab's clocks show them. Each says its offset: of the hour that comes twice when clocks are put back, it tells which one is meant.</summary>
internal sealed class LabClock(TimeZoneInfo zone)
{
    private readonly LocalClock _clock = new(zone);

    public bool IsUtc => zone.Equals(TimeZoneInfo.Utc);

    /// <summary>Europe/Berlin.</summary>
    public string Zone => zone.Id;

    /// <summary>Whether somebody set the clock that this is from: see <see cref="LocalClock"/>.</summary>
    public bool IsDated(DateTimeOffset instant) => _clock.IsDated(instant);

    /// <summary>In UTC where it is no date.</summary>
    public DateTimeOffset At(DateTimeOffset instant) => _clock.At(instant);

    /// <summary>2026-10-24 23:11:02 UTC+02:00.</summary>
    public string Moment(DateTimeOffset instant) => Text(instant, "yyyy-MM-dd HH:mm:ss");

    /// <summary>23:11:02 UTC+02:00.</summary>
    public string TimeOfDay(DateTimeOffset instant) => Text(instant, "HH:mm:ss");

    public string Text(DateTimeOffset instant, string format)
    {
        var shown = At(instant);
        return shown.ToString(format, CultureInfo.InvariantCulture) + (IsUtc ? " UTC" : shown.ToString("' UTC'zzz", CultureInfo.InvariantCulture));
    }

    /// <summary>When the clocks are changed after one instant and up to another. They are changed at whole minutes.</summary>
    public IEnumerable<DateTimeOffset> Changes(DateTimeOffset from, DateTimeOffset to)
    {
        var minute = new DateTimeOffset(from.UtcTicks - from.UtcTicks % TimeSpan.TicksPerMinute, TimeSpan.Zero);
        for (var offset = zone.GetUtcOffset(minute); minute <= to; minute = minute.AddMinutes(1))
        {
            var now = zone.GetUtcOffset(minute);
            if (now != offset) yield return minute;
            offset = now;
        }
    }
}
