using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;
using Streaming.Service.Recording;
using Streaming.Tests.Core.Signals;
using Streaming.Tests.Core.Signals.Edf;
using Streaming.Tests.Interop.Mqtt;
using Streaming.V1;

namespace Streaming.Tests.Service.Exporting;

/// <summary>What the service writes has the time of the lab's clocks: Exporting:TimeZone.</summary>
public sealed class LocalTimeTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-zone-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(null, null, "24.10.26", "22.10.05", "24.10.26", "22.10.05", "Startdate 24-OCT-2026 X X Streaming")]
    [InlineData("Europe/Berlin", "Europe/Berlin", "24.10.26", "22.10.05", "24.10.26", "22.10.05", "Startdate 24-OCT-2026 X X Streaming Europe/Berlin")]
    [InlineData("Europe/Berlin", "Europe/Berlin", "25.10.26", "02.30.00", "25.10.26", "02.30.00", "Startdate 25-OCT-2026 X X Streaming Europe/Berlin")]
    [InlineData("America/New_York", "America/New_York", "31.12.26", "23.59.59", "31.12.26", "23.59.59", "Startdate 31-DEC-2026 X X Streaming America/New_York")]
    // One of the two alone: the recording's local time was taken as UTC's, or is written as UTC's.
    [InlineData("Europe/Berlin", null, "24.10.26", "22.10.05", "25.10.26", "00.10.05", "Startdate 25-OCT-2026 X X Streaming Europe/Berlin")]
    [InlineData(null, "Europe/Berlin", "24.10.26", "22.10.05", "24.10.26", "20.10.05", "Startdate 24-OCT-2026 X X Streaming")]
    // Nobody knows the date, and so not the offset either.
    [InlineData("America/New_York", "America/New_York", "01.01.85", "22.10.05", "01.01.85", "22.10.05", "Startdate 01-JAN-1985 X X Streaming")]
    [InlineData("Europe/Berlin", null, "01.01.85", "00.00.00", "01.01.85", "00.00.00", "Startdate 01-JAN-1985 X X Streaming")]
    public async Task Recording_that_is_played_and_exported_begins_when_its_header_said(
        string? zone, string? played, string date, string time, string newDate, string newTime, string newRecording)
    {
        var path = Path.Combine(_folder, "played.edf");
        var builder = new EdfBuilder { Date = date, Time = time }.With("C4-M1", 100);
        for (var record = 0; record < 35; record++) builder.Record(record);
        await File.WriteAllBytesAsync(path, builder.Bytes(), TestContext.Current.CancellationToken);
        await using var host = await StartAsync(zone);

        using var source = new EdfSource([path], [], null, played is null ? null : new LocalClock(Zones.Of(played)));
        var id = await PlayAsync(host, source.Open(0));

        var header = await HeaderAsync(host, id);
        Assert.Equal((newDate, newTime, newRecording), (header.StartDate, header.StartTime, header.Recording));
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
        await using var recording = File.OpenRead(Assert.Single(Directory.GetFiles(Path.Combine(host.Store, "recordings"), "*.edf")));
        var recorded = EdfReader.Open(recording).Header;
        Assert.Equal((newDate, newTime, newRecording), (recorded.StartDate, recorded.StartTime, recorded.Recording));
    }

    /// <summary>What EDF has no date for it says in EDF+'s own way; 1970 would be read as 2070.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(1_795_997_135_351L)] // milliseconds
    public async Task Edf_of_a_night_without_a_date_has_none_and_a_start_that_is_no_date_is_told(long? seconds)
    {
        await using var host = await StartAsync("Europe/Berlin");
        var study = new TestStudy(35, seed: 622);
        study.Descriptor.Start = seconds is { } stated ? new Timestamp { Seconds = stated } : null;
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);

        var header = await HeaderAsync(host, study.Id);

        Assert.Equal(("01.01.85", "00.00.00", "Startdate X X X Streaming"), (header.StartDate, header.StartTime, header.Recording));
        if (seconds is null) return;
        const string Told = "start: 1795997135351 s after 1970 is no date of the years 2 to 9998, so this night has none; seconds are wanted, not milliseconds";
        bool Tells(Advisory? advisory) => advisory is { Cause: "study-start", Text: Told };
        await host.WatchUntilAsync(seen => seen.Any(item => Tells(item.Advisory) || item.SnapshotNight?.Advisories.Any(Tells) == true));
    }

    [Fact]
    public async Task Report_of_a_night_in_which_clocks_were_put_back_names_each_offset_and_counts_study_time_on()
    {
        await using var host = await StartAsync("Europe/Berlin");
        var study = new TestStudy(190, seed: 621);
        study.Descriptor.Start = new DateTimeOffset(2026, 10, 25, 0, 58, 0, TimeSpan.Zero).ToTimestamp();
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);
        var night = new NightRef { StudyId = study.Id };
        foreach (var (on, at) in ((bool, int)[])[(false, 60), (true, 180)])
        {
            await host.Client.MarkLightsAsync(
                new MarkLightsRequest { Night = night, On = on, AtSeconds = new V1.Rational { Numerator = at, Denominator = 1 }, Author = "rt" },
                cancellationToken: TestContext.Current.CancellationToken);
        }
        var signature = (await host.Client.SignNightAsync(
            new SignNightRequest { Night = night, Author = "rt" }, cancellationToken: TestContext.Current.CancellationToken)).Signature;

        var report = await ReportAsync(host, study.Id);

        Assert.Equal("Europe/Berlin", Cell(report, "Time zone"));
        Assert.Equal("2026-10-25 02:58:00 UTC+02:00", Cell(report, "Recording began"));
        Assert.Equal("00:01:00 (02:59:00 UTC+02:00)", Cell(report, "Lights off"));
        Assert.Equal("00:03:00 (02:01:00 UTC+01:00)", Cell(report, "Lights on"));
        Assert.Equal("2.0 min", Cell(report, "Time in bed (lights off to lights on)"));
        Assert.Equal("02:58 at 00:00, 02:59 at 00:01, 02:00 at 00:02, 02:01 at 00:03", Axis(report));
        Assert.Contains(">Dashed: at study time 00:02:00 the clocks were put back, to 02:00:00 UTC+01:00.", report, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(report, "stroke-dasharray"));
        Assert.Contains("At study time 00:02:00 the clocks were put back, to 02:00:00 UTC+01:00. Study time goes on through it.", report, StringComparison.Ordinal);
        var signed = Zones.Of("Europe/Berlin").GetUtcOffset(signature.At.ToDateTimeOffset());
        var shown = signature.At.ToDateTimeOffset().ToOffset(signed);
        Assert.Contains(shown.ToString("yyyy-MM-dd HH:mm:ss 'UTC'zzz", CultureInfo.InvariantCulture), report, StringComparison.Ordinal);
        Assert.Contains(shown.ToString("'SIGNED BY RT, 'yyyy-MM-dd HH:mm 'UTC'zzz", CultureInfo.InvariantCulture), report, StringComparison.Ordinal);
        Assert.Matches(@"Report written \d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC\+0[12]:00;", report);
        Assert.DoesNotMatch(@"UTC(?!\+|\\00002b)", report); // no time is left in UTC; in the foot of printed pages + is a code point
    }

    [Fact]
    public async Task Report_without_a_zone_says_utc_of_every_time()
    {
        await using var host = await StartAsync(null);
        var study = new TestStudy(70, seed: 622);
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);

        var report = await ReportAsync(host, study.Id);

        Assert.Equal("UTC", Cell(report, "Time zone"));
        Assert.Equal("2024-10-04 00:00:00 UTC", Cell(report, "Recording began"));
        Assert.Equal("ended; last epoch ends at 00:01:00 (00:01:00 UTC)", Cell(report, "Recording"));
        Assert.Contains(">Clock: UTC; the recording began at 2024-10-04 00:00:00 UTC. Study: time since then, h:min.<", report, StringComparison.Ordinal);
        Assert.Matches(@"Report written [-: \d]{19} UTC;", report);
    }

    [Theory]
    [InlineData("Europe/Berlin", "Exporting:TimeZone is 'Europe/Berlin', and this machine has no time zone database (")]
    [InlineData("UTC", null)]
    public async Task Machine_without_time_zones_starts_in_utc_only(string zone, string? refusal)
    {
        // A wrong port in any case: a service that has nothing to say against the zone would go on.
        await using var service = PeerProcess.StartIn(
            Repository.At("."), "env", $"TZDIR={_folder}/none", "sh", "-c", "exec dotnet \"$0\" \"$@\" 2>&1",
            Path.Combine(AppContext.BaseDirectory, "Streaming.Service.dll"), "--Exporting:TimeZone", zone, "--Serving:GrpcPort", "none");

        var (status, lines) = await service.FinishAsync(TestContext.Current.CancellationToken);

        Assert.Equal(1, status);
        Assert.Contains(lines, line => line.Contains("Serving:GrpcPort is 'none'", StringComparison.Ordinal));
        Assert.Equal(refusal is null ? 0 : 1, lines.Count(line => line.Contains(refusal ?? "Exporting:TimeZone", StringComparison.Ordinal)));
    }

    private static Task<ServiceHost> StartAsync(string? zone) =>
        ServiceHost.StartAsync(settings: zone is null ? [] : [$"Exporting:TimeZone={zone}"]);

    private static async Task<string> PlayAsync(ServiceHost host, BedRecording recording)
    {
        var (study, sequence) = (recording.Study, 0UL);
        await host.FeedAsync("bed-1", "study", IngestMessages.Descriptor(study));
        await host.FeedAsync("bed-1", recording.Blocks.Select(block => IngestMessages.Block(study, block, sequence++)));
        var end = new StudyEnd([.. study.Channels.Select(channel => (recording.DurationSeconds * channel.RateHz).Floor() - 1)]);
        await host.FeedAsync("bed-1", "event", IngestMessages.Ended(study, recording.DurationSeconds, end));
        var id = IngestMessages.Id(study.Id);
        await host.EndedNightAsync(id);
        return id;
    }

    private static async Task<EdfHeader> HeaderAsync(ServiceHost host, string id) =>
        EdfReader.Open(new MemoryStream((await ExportedNight.GetAsync(host.Client, id, ExportFormat.Edf)).Bytes)).Header;

    private static async Task<string> ReportAsync(ServiceHost host, string id) =>
        Encoding.UTF8.GetString((await ExportedNight.GetAsync(host.Client, id, ExportFormat.ReportHtml)).Bytes);

    /// <summary>Under the hypnogram: what the clock shows, at which study time.</summary>
    private static string Axis(string report) => string.Join(", ", Regex.Matches(
        report, "fill=\"#222\">(\\d\\d:\\d\\d)</text><text [^>]* fill=\"#666\">(\\d\\d:\\d\\d)</text>").Select(mark => $"{mark.Groups[1].Value} at {mark.Groups[2].Value}"));

    private static string Cell(string report, string row) => Regex.Match(report, $"<th>{Regex.Escape(row)}</th>\\s*<td>([^<]*)</td>").Groups[1].Value;
}
