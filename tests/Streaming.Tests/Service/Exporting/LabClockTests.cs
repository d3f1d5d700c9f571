using System.Globalization;
using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Service.Exporting;
using Streaming.Service.Exporting.Report;
using Streaming.Tests.Core.Signals;

namespace Streaming.Tests.Service.Exporting;

public sealed class LabClockTests
{
    [Fact]
    public void Wall_time_less_its_offset_is_start_plus_study_time() => Prop.ForAll(Zones.Any.ToArbitrary(), Gen.Choose(0, 48 * 3600).ToArbitrary(), (given, seconds) =>
    {
        var text = Times(given.Zone.Id, given.At).Moment(seconds);

        var parts = Regex.Match(text, @"^(\d\d):(\d\d):(\d\d) \((\d\d:\d\d:\d\d) UTC(?:([+-])(\d\d:\d\d))?\)$");
        Assert.True(parts.Success, text);
        Assert.Equal(seconds, 3600 * Number(1) + 60 * Number(2) + Number(3));
        var offset = parts.Groups[6].Success ? Time(6) * (parts.Groups[5].Value == "-" ? -1 : 1) : TimeSpan.Zero;
        Assert.Equal(given.Zone.Id == "UTC", !parts.Groups[6].Success);
        var utc = (Time(4) - offset + TimeSpan.FromDays(1)).Ticks % TimeSpan.TicksPerDay;
        Assert.Equal(given.At.AddSeconds(seconds).TimeOfDay.Ticks, utc);

        int Number(int group) => int.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture);
        TimeSpan Time(int group) => TimeSpan.Parse(parts.Groups[group].Value, CultureInfo.InvariantCulture);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void Changes_of_a_night_are_where_the_offset_differs_from_the_second_before() => Prop.ForAll(Zones.Any.ToArbitrary(), Gen.Choose(60, 12 * 3600).ToArbitrary(), (given, seconds) =>
    {
        var clock = new LabClock(given.Zone);
        var changes = clock.Changes(given.At, given.At.AddSeconds(seconds)).ToList();
        Assert.All(changes, change => Assert.NotEqual(clock.At(change.AddSeconds(-1)).Offset, clock.At(change).Offset));
        Assert.All(changes, change => Assert.InRange(change, given.At.AddTicks(1), given.At.AddSeconds(seconds)));
        Assert.Equal(Zones.Changes.Count(known => known.Zone == given.Zone && known.At > given.At && known.At <= given.At.AddSeconds(seconds)),
            changes.Count(change => change.Year is 2011 or 2026));
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("Europe/Berlin", "2026-10-24 21:00:00", "At study time 04:00:00 the clocks were put back, to 02:00:00 UTC+01:00. Study time goes on through it.")]
    [InlineData("Europe/Berlin", "2026-03-28 21:30:30", "At study time 03:29:30 the clocks were put forward, to 03:00:00 UTC+02:00. Study time goes on through it.")]
    [InlineData("Australia/Lord_Howe", "2026-04-04 12:00:00", "At study time 03:00:00 the clocks were put back, to 01:30:00 UTC+10:30. Study time goes on through it.")]
    [InlineData("Europe/Berlin", "2026-10-25 01:00:00", null)] // put back as it begins
    [InlineData("Europe/Berlin", "2026-10-24 16:00:00", null)] // over before
    [InlineData("UTC", "2026-10-24 21:00:00", null)]
    public void A_night_of_eight_hours_says_when_clocks_were_changed(string zone, string start, string? said) =>
        Assert.Equal(said is null ? [] : [said], Times(zone, Parse(start)).Changes(8 * 3600));

    [Fact]
    public void A_recorder_whose_clock_was_not_set_has_study_time_only()
    {
        var times = Times("America/New_York", new DateTimeOffset(1985, 1, 1, 22, 10, 5, TimeSpan.Zero));
        Assert.Equal(("not set", "01:00:00"), (times.Start, times.Moment(3600)));
        Assert.Empty(times.Changes(8 * 3600));
        Assert.False(times.IsAfter(0, DateTimeOffset.UnixEpoch));
    }

    [Theory]
    [InlineData("Berlin")]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("Europe")]
    [InlineData("../../../etc/passwd")]
    [InlineData("zone.tab")]
    public void A_name_that_is_no_zone_is_named_with_what_it_may_be(string name) =>
        Assert.Equal($"Exporting:TimeZone is '{name}'; expected UTC or a name of the time zone database in /usr, such as Europe/Berlin.",
            ZoneFault.Of("Exporting:TimeZone", name, "/usr"));

    [Fact]
    public void A_machine_without_zones_is_said_to_have_none()
    {
        Assert.Equal(
            "Exporting:TimeZone is 'Nowhere/Atall', and this machine has no time zone database (/nowhere): install it (tzdata), or leave the setting at UTC.",
            ZoneFault.Of("Exporting:TimeZone", "Nowhere/Atall", "/nowhere"));
        Assert.Null(ZoneFault.Of("Exporting:TimeZone", "UTC", "/nowhere"));
    }

    private static NightTimes Times(string zone, DateTimeOffset start) => new(new Study(Guid.Empty, start, 0, []), new LabClock(Zones.Of(zone)));

    private static DateTimeOffset Parse(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
