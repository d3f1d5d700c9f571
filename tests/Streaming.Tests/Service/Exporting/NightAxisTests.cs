using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Service.Exporting;
using Streaming.Service.Exporting.Report;
using Streaming.Tests.Core.Signals;

namespace Streaming.Tests.Service.Exporting;

public sealed class NightAxisTests
{
    [Theory]
    [InlineData("UTC", "2026-01-10 22:10:05", 4, "23:00 at 00:49:55, 00:00 at 01:49:55, 01:00 at 02:49:55, 02:00 at 03:49:55")]
    [InlineData("Europe/Berlin", "2026-10-24 22:30:00", 4, "01:00 at 00:30:00, 02:00 at 01:30:00, 02:00 at 02:30:00, 03:00 at 03:30:00")] // put back
    [InlineData("Europe/Berlin", "2026-03-28 23:30:00", 3, "01:00 at 00:30:00, 03:00 at 01:30:00, 04:00 at 02:30:00")] // put forward
    [InlineData("Australia/Lord_Howe", "2026-04-04 13:15:00", 3, "01:00 at 00:45:00, 02:00 at 02:15:00")] // by half an hour, from 02:00 to 01:30
    [InlineData("Asia/Kathmandu", "2026-01-10 18:00:00", 2, "00:00 at 00:15:00, 01:00 at 01:15:00")]
    public void Axis_has_the_hours_of_the_lab_s_clock(string zone, string start, int hours, string said) =>
        Assert.Equal(said, string.Join(", ", Times(zone, Parse(start)).Marks(0, 3600 * hours, TimeSpan.FromHours(1)).Select(mark => $"{mark.Clock} at {TimeSpan.FromSeconds(mark.Seconds)}")));

    [Fact]
    public void Axis_of_a_recorder_whose_clock_was_not_set_has_study_time_only() =>
        Assert.Equal([new AxisMark(3600, null), new AxisMark(7200, null)],
            Times("America/New_York", new DateTimeOffset(1985, 1, 1, 22, 10, 5, TimeSpan.Zero)).Marks(10.01, 9000, TimeSpan.FromHours(1)));

    [Fact]
    public void Axis_goes_forward_whatever_clocks_do_and_says_what_they_show() => Prop.ForAll(
        Zones.Any.ToArbitrary(), Gen.Choose(60, 12 * 3600).ToArbitrary(), Gen.Elements(1, 10, 30, 60, 120).ToArbitrary(), (given, seconds, minutes) =>
        {
            var clock = new LabClock(given.Zone);
            var marks = Times(given.Zone.Id, given.At).Marks(30, seconds, TimeSpan.FromMinutes(minutes)).ToList();
            Assert.All(marks.Zip(marks.Skip(1)), pair => Assert.True(pair.First.Seconds < pair.Second.Seconds));
            Assert.All(marks, mark => Assert.InRange(mark.Seconds, 30, seconds));
            foreach (var mark in marks)
            {
                var shown = clock.At(given.At.AddSeconds(mark.Seconds));
                Assert.Equal(shown.ToString("HH:mm", CultureInfo.InvariantCulture), mark.Clock);
                Assert.Equal(0, shown.TimeOfDay.TotalMinutes % minutes);
            }
            // None is left out: between two that the clock shows one after the other is one step, or a change.
            var changes = clock.Changes(given.At, given.At.AddSeconds(seconds)).Any();
            if (!changes) Assert.All(marks.Zip(marks.Skip(1)), pair => Assert.Equal(60.0 * minutes, pair.Second.Seconds - pair.First.Seconds));
        }).QuickCheckThrowOnFailure();

    private static NightTimes Times(string zone, DateTimeOffset start) => new(new Study(Guid.Empty, start, 0, []), new LabClock(Zones.Of(zone)));

    private static DateTimeOffset Parse(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
