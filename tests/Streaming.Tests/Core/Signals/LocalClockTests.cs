using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;

namespace Streaming.Tests.Core.Signals;

public sealed class LocalClockTests
{
    [Theory]
    [InlineData("UTC", "2026-07-01 22:10:05", "2026-07-01 22:10:05")]
    [InlineData("Europe/Berlin", "2026-07-01 22:10:05", "2026-07-01 20:10:05")]
    [InlineData("Europe/Berlin", "2026-12-31 23:59:59", "2026-12-31 22:59:59")]
    [InlineData("America/New_York", "2026-12-31 22:10:05", "2027-01-01 03:10:05")]
    [InlineData("Asia/Kathmandu", "2026-07-01 22:10:05", "2026-07-01 16:25:05")]
    [InlineData("Australia/Lord_Howe", "2026-07-01 22:10:05", "2026-07-01 11:40:05")]
    [InlineData("Europe/Berlin", "2026-10-25 02:30:00", "2026-10-25 00:30:00")] // twice: the first
    [InlineData("Europe/Berlin", "2026-10-25 03:00:00", "2026-10-25 02:00:00")]
    [InlineData("Europe/Berlin", "2026-03-29 02:30:00", "2026-03-29 01:30:00")] // never: half an hour after two o'clock
    public void Instant_is_what_the_zones_law_says(string zone, string shown, string instant) =>
        Assert.Equal(Parse(instant), new LocalClock(Zones.Of(zone)).Instant(Parse(shown).DateTime));

    [Fact]
    public void A_time_that_a_clock_showed_leads_back_to_itself() => Prop.ForAll(Zones.Any.ToArbitrary(), given =>
    {
        var clock = new LocalClock(given.Zone);
        var shown = clock.At(given.At);
        var instant = clock.Instant(shown.DateTime);
        Assert.Equal(given.At, shown);
        Assert.Equal(shown.DateTime, clock.At(instant).DateTime);
        if (clock.Doubt(shown.DateTime) is null) Assert.Equal(given.At, instant);
        else Assert.True(instant <= given.At);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_time_that_does_not_lead_back_to_itself_is_named_as_left_out() => Prop.ForAll(Zones.Any.ToArbitrary(), given =>
    {
        var (clock, shown) = (new LocalClock(given.Zone), given.At.UtcDateTime); // of a clock that was not put forward, perhaps
        var back = clock.At(clock.Instant(shown)).DateTime;
        Assert.Equal(back != shown, clock.Doubt(shown)?.Contains("forward", StringComparison.Ordinal) == true);
        Assert.True(back >= shown);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_time_that_is_not_certain_is_told_with_the_zone()
    {
        var clock = new LocalClock(Zones.Of("Europe/Berlin"));
        Assert.Equal("The clocks of Europe/Berlin showed 2026-10-25 02:30:00 twice, before and after they were put back; the first is taken.",
            clock.Doubt(new DateTime(2026, 10, 25, 2, 30, 0)));
        Assert.StartsWith("The clocks of Europe/Berlin were put forward over 2026-03-29 02:30:00", clock.Doubt(new DateTime(2026, 3, 29, 2, 30, 0)), StringComparison.Ordinal);
        Assert.Null(clock.Doubt(new DateTime(2026, 10, 25, 3, 0, 0)));
        Assert.Null(LocalClock.Utc.Doubt(new DateTime(2026, 3, 29, 2, 30, 0)));
    }

    [Theory]
    [InlineData("0001-01-01 00:00:00")]
    [InlineData("1970-01-01 00:00:00")]
    [InlineData("1985-01-01 00:00:00")]
    [InlineData("1985-01-01 22:10:05")]
    [InlineData("9999-12-31 23:59:59")]
    public void A_time_without_a_date_stays_as_it_stands(string time)
    {
        foreach (var clock in (LocalClock[])[new(Zones.Of("America/New_York")), new(Zones.Of("Asia/Kathmandu")), LocalClock.Utc])
        {
            Assert.False(clock.IsDated(Parse(time)));
            Assert.Null(clock.Doubt(Parse(time).DateTime));
            Assert.Equal(Parse(time), clock.Instant(Parse(time).DateTime));
            Assert.Equal(Parse(time).DateTime, clock.At(Parse(time)).DateTime);
        }
    }

    private static DateTimeOffset Parse(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
