using System.Globalization;

namespace Streaming.Core.Signals;

/// <summary>The clock on the wall where a recording is made: EDF headers and people have its time, a study has the instant.</summary>
/// <remarks>A date of 1985 or before is none: EDF's clock begins there, and recordings without a date are put there. Nobody knows whether summer time was in force
/// then, so such a time is left as it stands, both ways.</remarks>
/// <param name="zone">Where the clock hangs; in UTC times are instants.</param>
public sealed class LocalClock(TimeZoneInfo zone)
{
    private const int FirstYear = 1986, LastYear = 9998; // a day more or less is still a date
    private static readonly TimeSpan s_day = TimeSpan.FromDays(1);

    public static LocalClock Utc { get; } = new(TimeZoneInfo.Utc);

    /// <summary>Whether the clock shows a date at an instant that somebody set.</summary>
    public bool IsDated(DateTimeOffset instant) => IsDated(TimeZoneInfo.ConvertTime(instant, zone).DateTime);

    /// <summary>What the clock shows at an instant, and its offset from UTC; in UTC where that is no date.</summary>
    public DateTimeOffset At(DateTimeOffset instant) => IsDated(instant) ? TimeZoneInfo.ConvertTime(instant, zone) : instant.ToUniversalTime();

    /// <summary>The instant at which the clock showed a time. Of a time that it showed twice the first; one that it left out is counted on from before the change.</summary>
    public DateTimeOffset Instant(DateTime shown)
    {
        var time = Plain(shown);
        return !IsDated(shown) ? time : Instants(time) is [var first, ..] ? first : time - zone.GetUtcOffset(time - s_day);
    }

    /// <summary>Why the instant of a time is not certain, in plain words; null where it is.</summary>
    public string? Doubt(DateTime shown)
    {
        if (!IsDated(shown)) return null;
        var said = string.Create(CultureInfo.InvariantCulture, $"{shown:yyyy-MM-dd HH:mm:ss}");
        return Instants(Plain(shown)).Length switch
        {
            0 => $"The clocks of {zone.Id} were put forward over {said}; it is counted on from before.",
            1 => null,
            _ => $"The clocks of {zone.Id} showed {said} twice, before and after they were put back; the first is taken.",
        };
    }

    private static bool IsDated(DateTime shown) => shown.Year is >= FirstYear and <= LastYear;

    private static DateTimeOffset Plain(DateTime shown) => new(DateTime.SpecifyKind(shown, DateTimeKind.Utc));

    // Clocks are changed at most once in two days, so one of the offsets of a day before and after is right.
    private DateTimeOffset[] Instants(DateTimeOffset time) =>
        [.. ((TimeSpan[])[zone.GetUtcOffset(time - s_day), zone.GetUtcOffset(time + s_day)]).Distinct()
            .Select(offset => time - offset).Where(instant => At(instant).DateTime == time.DateTime).Order()];
}
