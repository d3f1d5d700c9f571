using FsCheck;
using FsCheck.Fluent;

namespace Streaming.Tests.Core.Signals;

/// <summary>Time zones that are awkward in a way of their own: half-hour changes, quarter-hour offsets, a day left out (Apia 2011), winter time as the exception.</summary>
internal static class Zones
{
    private static readonly string[] s_names =
    [
        "UTC", "Europe/Berlin", "Europe/Dublin", "America/New_York", "America/St_Johns", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca", "Pacific/Apia",
    ];

    private static readonly TimeZoneInfo[] s_all = [.. s_names.Select(Of)];

    public static (TimeZoneInfo Zone, DateTimeOffset At)[] Changes { get; } = [.. s_all.SelectMany(zone => ChangesOf(zone, 2011).Concat(ChangesOf(zone, 2026)))];

    /// <summary>Any second from 1986 to 2084, every other one within four hours of a change.</summary>
    public static Gen<(TimeZoneInfo Zone, DateTimeOffset At)> Any { get; } = Gen.OneOf(
        from zone in Gen.Elements(s_all)
        from day in Gen.Choose(0, 36_000)
        from second in Gen.Choose(0, 86_399)
        select (zone, new DateTimeOffset(1986, 1, 2, 0, 0, 0, TimeSpan.Zero).AddDays(day).AddSeconds(second)),
        from change in Gen.Elements(Changes)
        from second in Gen.Choose(-14_400, 14_400)
        select (change.Zone, change.At.AddSeconds(second)));

    public static TimeZoneInfo Of(string name) => TimeZoneInfo.FindSystemTimeZoneById(name);

    // To the minute: St. John's changed at a minute past midnight in 2011.
    private static IEnumerable<(TimeZoneInfo Zone, DateTimeOffset At)> ChangesOf(TimeZoneInfo zone, int year) =>
        from halfHour in Enumerable.Range(0, 365 * 48)
        let before = new DateTimeOffset(year, 1, 1, 0, 0, 0, TimeSpan.Zero).AddMinutes(30 * halfHour)
        where zone.GetUtcOffset(before) != zone.GetUtcOffset(before.AddMinutes(30))
        select (zone, Enumerable.Range(1, 30).Select(minute => before.AddMinutes(minute)).First(at => zone.GetUtcOffset(at) != zone.GetUtcOffset(before)));
}
