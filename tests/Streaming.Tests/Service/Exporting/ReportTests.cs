using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Streaming.Service.Access;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Service.Exporting;

public sealed class ReportTests : IAsyncLifetime
{
    private const int Seconds = 190;
    private readonly TestStudy _study = new(Seconds, seed: 611);
    private ServiceHost _host = null!;

    private NightRef Night => new() { StudyId = _study.Id };

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Report_says_automatic_unreviewed_until_it_is_signed_and_again_when_it_was_changed()
    {
        await FeedAsync(_study.Blocks());

        var before = await ReportAsync();
        await SignAsync();
        var signed = await ReportAsync();
        await OverrideAsync(2, Stage.R);
        var changed = await ReportAsync();

        Assert.Contains("AUTOMATIC, UNREVIEWED", before, StringComparison.Ordinal);
        Assert.Contains("This night is not signed.", before, StringComparison.Ordinal);
        Assert.Contains("Nobody has given an epoch a stage", before, StringComparison.Ordinal);
        Assert.Contains("SIGNED BY R. TECH", signed, StringComparison.Ordinal);
        Assert.DoesNotContain("UNREVIEWED", signed, StringComparison.Ordinal);
        Assert.Contains("CHANGED SINCE IT WAS SIGNED", changed, StringComparison.Ordinal);
        Assert.Contains("superseded by editor: override at 00:01:00", changed, StringComparison.Ordinal);
        Assert.Contains("1 of 6, the first 3, the last 3", changed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_says_which_lead_was_bad_and_from_when_to_when()
    {
        await FeedAsync(FlatLead.Blocks(_study));

        var report = await ReportAsync();

        Assert.Contains("EEG C4-M1: the signal does not move", report, StringComparison.Ordinal);
        Assert.Matches(@"<th>EEG C4-M1</th>\s*<td>3 of 6 epochs</td>\s*<td>flat 3</td>", report);
        Assert.Matches(@"<th>00:01:00( \([^)]*\))?</th>\s*<td>00:0[23]:\d\d( \([^)]*\))?</td>\s*<td>EEG C4-M1: the signal does not move", report);
    }

    [Fact]
    public async Task Report_has_what_stands_beside_what_was_automatic()
    {
        await FeedAsync(_study.Blocks());
        await LightsAsync(false, 0);
        await LightsAsync(true, 180);
        // By hand: W N2 N2 R W N2, three minutes in bed. Sleep 4 of 6 epochs = 2 min; latency 0.5; R latency 1; one awakening; 4 shifts; efficiency 66.7 %.
        foreach (var (epoch, stage) in "W22RW2".Select((letter, n) => (n, Stages(letter)))) await OverrideAsync(epoch, stage);

        var cells = Cells(await ReportAsync());

        Assert.Equal("3.0 min", cells["Time in bed (lights off to lights on)"][0]);
        Assert.Equal("2.0 min", cells["Total sleep time"][0]);
        Assert.Equal("66.7 %", cells["Sleep efficiency"][0]);
        Assert.Equal("0.5 min", cells["Sleep latency (lights off to the first epoch of any sleep)"][0]);
        Assert.Equal("1.0 min", cells["Stage R latency (sleep onset to the first R)"][0]);
        Assert.Equal("0.5 min", cells["Wake after sleep onset (sleep onset to lights on)"][0]);
        Assert.Equal("0.5 min (25.0 % of sleep)", cells["Stage R"][0]);
        Assert.Equal(("1", "4"), (cells["Awakenings"][0], cells["Stage shifts"][0]));
        Assert.Equal("6 of 6, the first 1, the last 6", cells["Epochs with a person's word"][0]);
        var automatic = (await NightAsync()).Review.Automatic;
        Assert.Equal(FormattableString.Invariant($"{automatic.TotalSleepTimeMinutes:0.0} min"), cells["Total sleep time"][1]);
    }

    [Fact]
    public async Task Before_lights_off_no_figure_is_zero()
    {
        await FeedAsync(_study.Blocks());

        var report = await ReportAsync();

        Assert.Contains("Lights off has not been marked", report, StringComparison.Ordinal);
        Assert.All(Cells(report).Where(row => row.Key.StartsWith("Stage ", StringComparison.Ordinal)), row => Assert.Equal("—", row.Value[0]));
    }

    [Fact]
    public async Task Report_finds_lights_on_missing_only_once_the_recording_has_ended()
    {
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.FeedAsync("bed-1", _study.Blocks());
        await _host.KnownAsync(_study.Id);
        await LightsAsync(false, 0);
        await _host.WatchUntilAsync(seen => seen.Any(item => item.Report is not null || item.SnapshotNight?.Reports.Count > 0));
        var running = await ReportAsync();
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);

        var ended = await ReportAsync();

        Assert.Contains("The recording goes on: the figures are those up to its last epoch.", running, StringComparison.Ordinal);
        Assert.DoesNotContain("has not been marked", running, StringComparison.Ordinal);
        Assert.Equal("not yet", Cells(running)["Lights on"][0]);
        Assert.Contains("Lights on has not been marked: the figures end with the last epoch.", ended, StringComparison.Ordinal);
        Assert.Equal("not marked", Cells(ended)["Lights on"][0]);
    }

    [Fact]
    public async Task Report_tells_rem_cycles_by_the_clock_too()
    {
        await FeedAsync(_study.Blocks());
        await LightsAsync(false, 0);
        foreach (var (epoch, stage) in "W22RRW".Select((letter, n) => (n, Stages(letter)))) await OverrideAsync(epoch, stage);

        Assert.Equal(["00:00:30\n(00:00:30 UTC)", "00:01:30\n(00:01:30 UTC)", "00:02:30\n(00:02:30 UTC)", "1.0 min", "2.0 min"], Cells(await ReportAsync())["1"]);
    }

    [Fact]
    public async Task Report_of_a_night_played_faster_than_it_was_recorded_says_which_clock_is_whose()
    {
        const string Said = "The recorder's clock is ahead of the server's";
        await FeedAsync(_study.Blocks());
        var usual = await ReportAsync();
        var fast = new TestStudy(Seconds, seed: 612);
        fast.Descriptor.Start = TimeProvider.System.GetUtcNow().ToTimestamp();
        await _host.FeedAsync("bed-2", "study", fast.Descriptor);
        await _host.FeedAsync("bed-2", fast.Blocks());
        await _host.FeedAsync("bed-2", "event", fast.End());
        await _host.EndedNightAsync(fast.Id);

        var played = Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, fast.Id, ExportFormat.ReportHtml)).Bytes);

        Assert.Contains(Said, played, StringComparison.Ordinal);
        Assert.DoesNotContain(Said, usual, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Report_shows_gaps_model_derivations_marks_and_calibration()
    {
        await FeedAsync(_study.Blocks().Where(block => block.Sequence is < 60 or >= 90));
        await MarkAsync(new NightMark { AtSeconds = At(8), Position = new PositionChange { Position = BodyPosition.Prone } });
        await MarkAsync(new NightMark { AtSeconds = At(9), Cpap = new Cpap { PressureCmH2O = 10, ExpiratoryCmH2O = 6.5 } });
        await MarkAsync(new NightMark { AtSeconds = At(10), Calibration = new BioCalibration { Step = CalibrationStep.EyesClosed, DurationSeconds = 15 } });

        var report = await ReportAsync();
        var cells = Cells(report);

        Assert.Equal(["18000", "15000", "0", "3000 (16.667 %)", "0", "0", "0"], cells["EEG C4-M1"]);
        Assert.Contains(cells, row => row.Key.StartsWith("unscorable: ", StringComparison.Ordinal));
        Assert.Matches("<td[^>]*>C4-M1</td>\\s*<td[^>]*>5</td>", report);
        Assert.Equal(["C4-M1: not drawn", "1"], cells["central"]); // the epoch that is missing
        Assert.StartsWith("none", cells["chin"][0], StringComparison.Ordinal);
        Assert.Equal("position: prone", cells.Single(row => row.Value.Contains("position: prone")).Value[0]);
        Assert.Contains(cells, row => row.Value.Contains("bilevel 10/6.5 cm H2O"));
        Assert.Equal("not judged", cells["eyes closed"][1]);
    }

    [Fact]
    public async Task What_people_type_is_text_and_never_markup()
    {
        await FeedAsync(_study.Blocks());
        await _host.Client.AddNoteAsync(
            new AddNoteRequest { Night = Night, AtSeconds = At(5), Text = "<script>alert(1)</script> & \"so\"", Author = "<b>rt</b>" }, cancellationToken: Stop);
        await _host.Client.SignNightAsync(
            new SignNightRequest { Night = Night, Author = "\"} </style><i>é" }, cancellationToken: Stop);

        var report = await ReportAsync();

        Assert.DoesNotContain("<script", report, StringComparison.Ordinal);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; &quot;so&quot;", report, StringComparison.Ordinal);
        Assert.Equal(1, report.Split("</style>").Length - 1);
        Assert.DoesNotContain("<i>", report, StringComparison.Ordinal);
        Assert.Contains("signed by \\000022\\00007d \\00003c/style", report, StringComparison.Ordinal); // in the foot of every printed page
        Assert.DoesNotContain("http", report.Replace("http://www.w3.org/2000/svg", "", StringComparison.Ordinal), StringComparison.Ordinal); // nothing from elsewhere
    }

    [Fact]
    public async Task Svg_draws_every_epoch_hatches_what_has_no_stage_and_marks_what_was_edited()
    {
        await FeedAsync(_study.Blocks().Where(block => block.Sequence is < 60 or >= 90));
        await OverrideAsync(0, Stage.R);

        var (name, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.HypnogramSvg);

        Assert.EndsWith(".svg", name, StringComparison.Ordinal);
        var svg = XDocument.Parse(Encoding.UTF8.GetString(bytes)).Root!;
        XNamespace space = "http://www.w3.org/2000/svg";
        var standing = (await NightAsync()).Reports;
        var hatched = svg.Elements(space + "rect").Count(rect => (string?)rect.Attribute("fill") == "url(#out)");
        Assert.Equal(standing.Count(report => report.Stage == Stage.Unscorable), hatched);
        Assert.Equal(1, hatched);
        var density = svg.Elements(space + "path").Where(path => path.Attribute("shape-rendering") is not null).ToList();
        Assert.Equal(5, density.Count);
        // The machine's probabilities are drawn under the edited epoch too.
        Assert.All(density, path => Assert.Equal(5, ((string)path.Attribute("d")!).Count(letter => letter == 'Z')));
        Assert.Contains("automatic, unreviewed", (string)svg.Element(space + "title")!, StringComparison.Ordinal);
        Assert.Contains(svg.Elements(space + "text"), text => text.Value == "edited");
    }

    [Fact]
    public async Task Report_over_plain_get_needs_a_technologist_and_is_audited()
    {
        await using var guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");
        using var http = new HttpClient { BaseAddress = new Uri(guarded.Host.WebAddress) };
        var elsewhere = guarded.Issue(Role.Technologist, new Scope("lab", "bed-2"));

        Assert.Equal(HttpStatusCode.Unauthorized, (await GetAsync(http, null, "/nights/lab/bed-1/report.html")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(http, guarded.Issue(Role.Viewer), "/nights/lab/bed-1/report.html")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(http, guarded.Issue(Role.Viewer), "/NIGHTS/lab/bed-1/hypnogram.svg")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await GetAsync(http, elsewhere, "/nights/lab/bed-1/report.html")).StatusCode);
        var technologist = guarded.Issue(Role.Technologist);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(http, technologist, "/nights/lab/bed-1/else.html")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync(http, technologist, "/nights/lab/nobody/report.html")).StatusCode);
        var answer = await GetAsync(http, technologist, "/nights/lab/bed-1/report.html");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Contains("Night report", await answer.Content.ReadAsStringAsync(Stop), StringComparison.Ordinal);
        Assert.Contains("default-src 'none'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        var audit = guarded.Store.AuditTail(100);
        Assert.Contains(audit, entry => entry is { Action: "report.html", Outcome: "done" });
        Assert.Contains(audit, entry => entry is { Action: "else.html", Outcome: "HTTP 404" });
        Assert.Contains(audit, entry => entry.Action == "report.html" && entry.Outcome.StartsWith("PermissionDenied", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Report_prints_to_whole_pages_of_a4()
    {
        await FeedAsync(_study.Blocks());
        var (page, pdf) = (Path.Combine(_host.Store, "report.html"), Path.Combine(_host.Store, "report.pdf"));
        await File.WriteAllTextAsync(page, await ReportAsync(), Stop);

        await using var browser = PeerProcess.StartIn(
            _host.Store, "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", $"--user-data-dir={_host.Store}/browser",
            $"--print-to-pdf={pdf}", new Uri(page).AbsoluteUri);
        var (status, lines) = await browser.FinishAsync(Stop);

        Assert.True(status == 0, string.Join('\n', lines));
        var pages = Regex.Matches(Encoding.Latin1.GetString(await File.ReadAllBytesAsync(pdf, Stop)), @"/MediaBox \[0 0 (\S+) (\S+?)\]");
        Assert.InRange(pages.Count, 1, 3);
        Assert.All(pages, one => Assert.Equal(
            (595.0, 842.0), (Math.Round(double.Parse(one.Groups[1].Value, CultureInfo.InvariantCulture)), Math.Round(double.Parse(one.Groups[2].Value, CultureInfo.InvariantCulture)))));
    }

    [Fact]
    public async Task Report_of_a_night_without_a_decision_is_refused()
    {
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.KnownAsync(_study.Id);

        var refusal = await Assert.ThrowsAsync<RpcException>(ReportAsync);

        Assert.Equal(StatusCode.FailedPrecondition, refusal.StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static async Task<HttpResponseMessage> GetAsync(HttpClient http, string? token, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return await http.SendAsync(request, Stop);
    }

    /// <summary>By the first cell of each row of any table: the others.</summary>
    private static Dictionary<string, string[]> Cells(string report)
    {
        var start = report.IndexOf("<body>", StringComparison.Ordinal);
        var body = report[start..(report.IndexOf("</body>", StringComparison.Ordinal) + "</body>".Length)];
        var rows = new Dictionary<string, string[]>();
        foreach (var row in XElement.Parse(body).Descendants("tbody").Elements("tr")) rows[row.Element("th")!.Value] = [.. row.Elements("td").Select(cell => cell.Value)];
        return rows;
    }

    private static Rational At(int seconds) => new() { Numerator = seconds, Denominator = 1 };

    private static Stage Stages(char letter) => letter switch { 'W' => Stage.W, '2' => Stage.N2, _ => Stage.R };

    private async Task FeedAsync(IEnumerable<SampleBlock> blocks)
    {
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.FeedAsync("bed-1", blocks);
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);
    }

    private async Task<string> ReportAsync() => Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.ReportHtml)).Bytes);

    private async Task<Night> NightAsync() => await _host.Client.GetNightAsync(new GetNightRequest { Night = Night }, cancellationToken: Stop);

    private async Task SignAsync() => await _host.Client.SignNightAsync(new SignNightRequest { Night = Night, Author = "R. Tech" }, cancellationToken: Stop);

    private async Task OverrideAsync(long epoch, Stage stage) => await _host.Client.OverrideAsync(
        new OverrideRequest { Night = Night, Epoch = epoch, Stage = stage, Author = "editor" }, cancellationToken: Stop);

    private async Task LightsAsync(bool on, int at) => await _host.Client.MarkLightsAsync(
        new MarkLightsRequest { Night = Night, On = on, AtSeconds = At(at), Author = "rt" }, cancellationToken: Stop);

    private async Task MarkAsync(NightMark mark)
    {
        mark.Author = "rt";
        await _host.Client.AddMarkAsync(new AddMarkRequest { Night = Night, Mark = mark }, cancellationToken: Stop);
    }
}
