using System.Globalization;
using Streaming.Core.Signals.Edf;
using Streaming.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>The station's page in a real Chromium, against the real service with forty beds.</summary>
[Collection<BrowserCollection>]
public sealed class StationPageTests : IDisposable
{
    private const string Ended = "bed-ended";
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-page-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Technologist_goes_from_the_board_to_a_signed_night()
    {
        await using var ward = await PageWard.StartAsync("Access:Tokens=Always", "Serving:HeartbeatSeconds=1", "Flow:StallSeconds=3600");
        await FillAsync(ward);
        await using var page = BrowserPage.Open();

        await EnterAsync(page, ward, Role.Technologist);
        await LookAtTheBoardAsync(page);
        await LookAtABedAsync(page);
        await MarkAndNoteAsync(page);
        await LookAtAHoleAsync(page);
        await ReviewAsync(page, ward);
        await GoOnByKeysAfterTheMouseAsync(page, ward);
        await ScoreFasterThanTheServiceAnswersAsync(page, ward);
        await FinishAsync(page, ward);
        await BringBackAnEditedFileAsync(page, ward);
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Viewer_sees_everything_and_can_change_nothing()
    {
        await using var ward = await PageWard.StartAsync("Access:Tokens=Always", "Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync(Ended, epochs: 12, seed: 900);
        await using var page = BrowserPage.Open(1366, 768);

        await EnterAsync(page, ward, Role.Viewer);
        await page.ClickAsync($"[data-bed='lab/{Ended}']");
        await page.WaitAsync(".score");
        await page.UntilAsync("document.querySelector('.role') !== null");

        Assert.Equal(0, await page.CountAsync(".score button:not([disabled])"));
        await page.ClickAsync("#tab-finish");
        Assert.Equal(0, await page.CountAsync(".leaf button:not([disabled])"));
        await page.PressAsync("3"); // the keys do nothing either
        var night = await ward.NightAsync(Ended);
        Assert.All(night.Reports, report => Assert.NotEqual(Revision.Overridden, report.Revision));
        await page.AssertQuietAsync();
    }

    /// <summary>Played faster than a page can follow: the header must not name an epoch whose signal is not there, nor the signal an epoch of its own.</summary>
    [Fact]
    public async Task Signal_is_of_the_epoch_that_is_named_when_a_followed_night_ends()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync($"{ward.Host.WebAddress}/#/bed/lab/{Ended}");
        await ward.PlayHalfAsync("bed-half", epochs: 12, seed: 902);

        await ward.PlayToTheEndAsync(Ended, epochs: 60, seed: 900);

        await page.UntilAsync("document.querySelector('.bed-now')?.innerText.includes('Study ended')");
        await page.UntilAsync("document.querySelector('.epoch-name')?.innerText.includes('Epoch 60')");
        await page.UntilAsync("document.querySelector('.signal canvas').ariaLabel.startsWith('Signal of 0:29:30 to 0:30:00:') && !document.querySelector('.signal-note')");
        await page.ShotAsync("bed-ended-1366");
        await page.GoAsync($"{ward.Host.WebAddress}/#/bed/lab/bed-half");
        await page.UntilAsync("/^(Live to|Stopped at) 0:0\\d:\\d\\d$/.test(document.querySelector('.epoch-name')?.innerText.replace(/\\s+/g, ' ').trim())");
        Assert.Matches(@"^old:\s+Epoch \d+\s", (await page.TextAsync(".verdict")).Trim());
        await page.AssertQuietAsync();
    }

    private static async Task FillAsync(PageWard ward)
    {
        await ward.PlayToTheEndAsync(Ended, epochs: 60, seed: 900);
        await ward.PlayHalfAsync("bed-off", epochs: 14, seed: 901);
        await ward.LoseSamplesAsync("bed-lossy");
        ward.Play("bed", beds: 37, epochs: 960, speed: 6, seed: 1);
    }

    /// <summary>A wrong token is refused in words, the right one lets in.</summary>
    private static async Task EnterAsync(BrowserPage page, PageWard ward, Role role)
    {
        await page.GoAsync(ward.Host.WebAddress + "/");
        await page.FillAsync("dialog input", "streaming_nonsense");
        await page.PressAsync("Enter");
        await page.WaitAsync("dialog .fault");
        await page.AssertAccessibleAsync();
        await page.ForgiveAsync(); // a browser logs each refused call
        await page.FillAsync("dialog input", ward.Issue(role));
        await page.PressAsync("Enter");
        await page.WaitAsync(".link-live");
        await page.ForgiveAsync();
    }

    private static async Task LookAtTheBoardAsync(BrowserPage page)
    {
        await page.UntilAsync("document.querySelectorAll('.tile').length === 40");
        await page.UntilAsync("document.querySelectorAll('.tile[class*=stage-]').length >= 37");
        await page.UntilAsync("[...document.querySelectorAll('.tile[class*=stage-]')].every((tile) => Number(tile.dataset.epochs) > 1)");
        Assert.True((await page.EvaluateAsync(
            "[...document.querySelectorAll('.tile')].every((t) => t.getBoundingClientRect().bottom <= innerHeight && t.getBoundingClientRect().right <= innerWidth)"))
            .GetBoolean());
        Assert.Contains("DISCONNECTED", await page.TextAsync("[data-bed='lab/bed-off']"), StringComparison.Ordinal);
        Assert.Contains("UNSCORABLE", await page.TextAsync("[data-bed='lab/bed-lossy']"), StringComparison.Ordinal);
        await page.AssertAccessibleAsync();
        await page.SelectAsync(".order select", "attention");
        await page.UntilAsync("document.querySelector('.tile').dataset.bed === 'lab/bed-off'");
        await page.ShotAsync("board-1920");
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (390, 844)])
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
            await page.ShotAsync($"board-{width}");
        }
        await page.ResizeAsync(1920, 1080);
        await page.PressAsync("ArrowRight");
        await page.PressAsync("ArrowRight");
        Assert.Equal("tile", (await page.EvaluateAsync("document.activeElement.classList[0]")).GetString());
    }

    private static async Task LookAtABedAsync(BrowserPage page)
    {
        await page.ClickAsync("[data-bed='lab/bed7']");
        await page.FillAsync("#author", "AB");
        await page.PressAsync("Enter");
        await page.WaitAsync(".sentence");
        await page.UntilAsync("!document.querySelector('.signal-note')"); // the signal is there
        await page.AssertAccessibleAsync();
        await page.ShotAsync("bed-live-1920");
        await page.PressAsync("ArrowLeft");
        await page.PressAsync("e");
        await page.UntilAsync("document.querySelector('.signal-note')?.innerText.includes('network')");
        await page.UntilAsync("!document.querySelector('.signal-note')");
        await page.ShotAsync("bed-why-1920");
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (390, 844)])
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
            await page.ShotAsync($"bed-{width}");
        }
        await page.ResizeAsync(1920, 1080);
        await page.ClickAsync("text=Picture");
        await page.WaitAsync(".signal.model img");
        await page.ShotAsync("bed-model-1920");
        await page.ClickAsync("text=Picture");
        await page.PressAsync("-");
        await page.PressAsync("-");
        await page.UntilAsync("document.querySelector('.group .on').innerText === '5 min'");
        // At once: never the span before it under this one's name.
        Assert.Equal(300, (await page.EvaluateAsync(
            "document.querySelector('.signal canvas').ariaLabel.match(/\\d+:\\d\\d:\\d\\d/g).map((at) => at.split(':').reduce((sum, part) => 60 * sum + Number(part), 0)).reduce((from, to) => to - from)"))
            .GetInt32());
        await page.UntilAsync("!document.querySelector('.signal-note')");
        await page.ShotAsync("bed-5min-1920");
    }

    /// <summary>Lights off, a note, a step of the bio-calibration, a position: each is told to everybody at once.</summary>
    private static async Task MarkAndNoteAsync(BrowserPage page)
    {
        await page.ClickAsync(".bed-head .actions button:first-child");
        await page.WaitAsync("dialog:has-text('which is not now')"); // an epoch of the past is on the page
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Mark lights off");
        await page.ClickAsync("#tab-notes");
        await page.FillAsync(".leaf textarea", "asked for the window to be closed");
        await page.ClickAsync("text=Add note");
        await page.UntilAsync(NoticeHidesNothing);
        await page.ShotAsync("bed-notice-1920");
        await page.ClickAsync(".buttons button:first-child");
        await page.UntilAsync("document.querySelector('.entries').innerText.includes('supine') && document.querySelector('.entries').innerText.includes('window')");
        var entries = await page.TextAsync(".entries");
        Assert.Contains("lights off AB", entries, StringComparison.Ordinal);
        Assert.Contains("asked for the window to be closed AB", entries, StringComparison.Ordinal);
        await page.AssertAccessibleAsync();
        await page.ShotAsync("bed-notes-1920");
        await page.ClickAsync("#tab-setup");
        await page.ClickAsync(".steps li:nth-child(2) button");
        await page.UntilAsync("document.querySelector('.steps li:nth-child(2)').innerText.includes('Again')");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("bed-setup-1920");
        await page.ClickAsync("#tab-night");
        await page.WaitAsync(".figures");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("bed-night-1920");
        await TellAtOtherSizesAsync(page);
    }

    /// <summary>What is told stands in the head of the page and moves nothing below it; on a narrow page it is at the foot, and the page ends above it.</summary>
    private static async Task TellAtOtherSizesAsync(BrowserPage page)
    {
        await page.ClickAsync("#tab-notes");
        foreach (var (width, height, isTold) in ((int, int, string)[])[(1366, 768, NoticeHidesNothing), (820, 1180, PageEndsAboveTheNotice)])
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.querySelector('.notice') === null");
            await page.EvaluateAsync("window.mainTop = document.querySelector('main').getBoundingClientRect().top");
            await page.FillAsync(".leaf textarea", "asked for water");
            await page.ClickAsync("text=Add note");
            await page.UntilAsync(isTold);
            await page.ShotAsync($"bed-notice-{width}");
        }
        await page.ResizeAsync(1920, 1080);
    }

    private const string NoticeHidesNothing =
        "[document.querySelector('.notice')?.getBoundingClientRect(), document.querySelector('main').getBoundingClientRect()].every((box, _, [notice, main]) =>"
        + " notice && notice.bottom <= main.top && main.top === (window.mainTop ?? main.top)"
        + " && [...document.querySelectorAll('.top > :not(.gap)')].every((one) => one.getBoundingClientRect().right <= notice.left || one.getBoundingClientRect().left >= notice.right))";

    private const string PageEndsAboveTheNotice =
        "(() => { const notice = document.querySelector('.notice'); scrollTo(0, document.documentElement.scrollHeight);"
        + " return notice !== null && document.querySelector('.disclaimer').getBoundingClientRect().bottom <= notice.getBoundingClientRect().top; })()";

    /// <summary>Where samples are missing, signal and picture say so, in the same place and in the same words: neither may be taken for a flat line.</summary>
    private static async Task LookAtAHoleAsync(BrowserPage page)
    {
        await page.PressAsync("Escape");
        await page.ClickAsync("[data-bed='lab/bed-lossy']");
        await page.WaitAsync(".epoch-name b");
        await page.PressAsync("Home");
        await page.PressAsync("ArrowRight");
        await page.UntilAsync("document.querySelector('.epoch-name b')?.innerText === '2' && document.querySelector('.signal canvas') && !document.querySelector('.signal-note')");
        await page.ShotAsync("bed-hole-1920");
        await page.ClickAsync("text=Picture");
        await page.WaitAsync(".picture .blank:has-text('no samples')");
        await page.ShotAsync("bed-hole-model-1920");
        // Eight seconds from the tenth on, of the central row: the second band; the left 8 of 3008 columns are the scale's.
        var (left, top) = ((8 + 1000) / 3008.0, 1 / 6.0);
        await page.UntilAsync(FormattableString.Invariant(
            $"[document.querySelector('.picture'), [...document.querySelectorAll('.blank')].find((one) => one.title === 'central: no samples')].map((one) => one?.getBoundingClientRect()).every((_, __, [all, one]) => one && Math.abs((one.left - all.left) / all.width - {left}) < 0.005 && Math.abs(one.width / all.width - {800 / 3008.0}) < 0.01 && Math.abs((one.top - all.top) / all.height - {top}) < 0.005)"));
        await page.AssertAccessibleAsync();
        await page.PressAsync("ArrowRight"); // of the third epoch nothing came
        await page.UntilAsync("document.querySelector('.epoch-name b').innerText === '3' && [...document.querySelectorAll('.blank')].some((one) => one.title === 'central: no samples' && one.offsetWidth > 0.9 * one.parentElement.offsetWidth)");
        await page.ClickAsync("text=Picture");
    }

    /// <summary>The queue, a stage by key, undo, a stage again.</summary>
    private static async Task ReviewAsync(BrowserPage page, PageWard ward)
    {
        await page.PressAsync("Escape");
        await page.ClickAsync($"[data-bed='lab/{Ended}']");
        await page.ClickAsync("text=Review");
        await page.WaitAsync(".queue-item.on");
        await page.UntilAsync("!document.querySelector('.signal-note')");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("review-1920");
        var epoch = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        var before = (await ward.NightAsync(Ended)).Reports.Single(report => report.Epoch == epoch);
        var wanted = before.Stage == Stage.N3 ? Stage.N2 : Stage.N3;

        await page.PressAsync(wanted == Stage.N3 ? "3" : "2");
        await page.WaitAsync(".queue-item.done");
        await page.PressAsync("z");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText === '{epoch + 1}'");
        Assert.Equal(before.Stage, (await ward.NightAsync(Ended)).Reports.Single(report => report.Epoch == epoch).Stage);
        await page.UntilAsync("document.querySelector('.queue-item.done') === null"); // undone is not looked at
        await page.PressAsync(wanted == Stage.N3 ? "3" : "2");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText !== '{epoch + 1}'"); // and goes on as the first time
        await page.ClickAsync(".epoch-table summary");
        await page.WaitAsync($".epoch-table tr[data-epoch='{epoch}'][data-revision='{(int)Revision.Overridden}'][data-stage='{(int)wanted}']");
        await page.ClickAsync(".epoch-table summary");
        var after = (await ward.NightAsync(Ended)).Reports.Single(report => report.Epoch == epoch);
        Assert.Equal((wanted, Revision.Overridden, "AB"), (after.Stage, after.Revision, after.Author));
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (390, 844)])
        {
            await page.ResizeAsync(width, height);
            await page.ShotAsync($"review-{width}");
        }
        await page.ResizeAsync(1920, 1080);
    }

    /// <summary>After a click the keys are the night's again: Enter confirms and does not click once more, digits score and do not choose a scale; a note goes where one looks.</summary>
    private static async Task GoOnByKeysAfterTheMouseAsync(BrowserPage page, PageWard ward)
    {
        var first = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        var before = (await ward.NightAsync(Ended)).Reports.ToDictionary(report => report.Epoch, report => report.Stage);
        await page.ClickAsync(".score button:has-text('Unscorable')");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText !== '{first + 1}'");
        var second = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        await page.PressAsync("Enter");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText !== '{second + 1}'");
        await page.UntilAsync("document.querySelectorAll('.queue-item.done').length >= 3");
        await page.ClickAsync("#tab-notes");
        var third = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        var at = await page.TextAsync(".epoch-name small");
        await page.FillAsync(".leaf textarea", "lead pressed on again");
        await page.ClickAsync("text=Add note");
        await page.UntilAsync("document.querySelector('.entries').innerText.includes('pressed')");
        var night = await ward.NightAsync(Ended);
        Assert.Equal((Stage.Unscorable, before[second]), (Standing(first), Standing(second)));
        Assert.Equal(third * 30, night.Notes[^1].AtSeconds.Numerator / night.Notes[^1].AtSeconds.Denominator);
        Assert.Contains(at.Trim(), await page.TextAsync(".entries"), StringComparison.Ordinal);
        await page.ClickAsync("#tab-queue");

        Stage Standing(long epoch) => night.Reports.Single(report => report.Epoch == epoch && report.Revision == Revision.Overridden).Stage;
    }

    /// <summary>Keys in a row, none waiting for what the one before it did: each belongs to the epoch after.</summary>
    private static async Task ScoreFasterThanTheServiceAnswersAsync(BrowserPage page, PageWard ward)
    {
        await page.PressAsync("Escape");
        await page.ClickAsync($"[data-bed='lab/{Ended}']");
        await page.WaitAsync(".sentence");
        await page.PressAsync("Home");
        await page.UntilAsync("document.querySelector('.epoch-name b').innerText === '1'");
        await page.EvaluateAsync(
            """
            (async () => {
              for (const key of ['3', 'r', '2', '1', 'w']) {
                document.body.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
                await new Promise((resolve) => { setTimeout(resolve); });
              }
            })()
            """);
        await page.UntilAsync("document.querySelector('.epoch-name b').innerText === '6'");
        Stage[] wanted = [Stage.N3, Stage.R, Stage.N2, Stage.N1, Stage.W];
        await page.ClickAsync(".epoch-table summary");
        await page.WaitAsync($".epoch-table tr[data-epoch='4'][data-revision='{(int)Revision.Overridden}']");
        await page.ClickAsync(".epoch-table summary");
        var scored = (await ward.NightAsync(Ended)).Reports.Where(report => report.Epoch < 5 && report.Revision == Revision.Overridden).OrderBy(report => report.Epoch);
        Assert.Equal(wanted, scored.Select(report => report.Stage));
    }

    /// <summary>The exported CSV with one stage changed: compared before it is taken over, and the signature no longer holds afterwards.</summary>
    private async Task BringBackAnEditedFileAsync(BrowserPage page, PageWard ward)
    {
        var path = Path.Combine(_folder, "night.csv");
        var lines = await File.ReadAllLinesAsync(path);
        var header = lines[0].Split(',');
        var (epochAt, stageAt) = (Array.IndexOf(header, "epoch"), Array.IndexOf(header, "stage"));
        var cells = lines[^1].Split(',');
        cells[stageAt] = cells[stageAt] == "N1" ? "N2" : "N1";
        lines[^1] = string.Join(',', cells);
        await File.WriteAllLinesAsync(path, lines);

        await page.ChooseFileAsync("#edited-file", Path.Combine(_folder, "night.svg"));
        await page.WaitAsync(".leaf .fault");
        await page.ChooseFileAsync("#edited-file", path);
        await page.WaitAsync("text=1 not as they stand");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("finish-import-1920");
        await page.ClickAsync("text=Apply 1 change");
        await page.WaitAsync("dialog:has-text('The signature of AB then no longer holds')");
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Leave it as it is");
        await page.WaitAsync("text=1 not as they stand"); // as it was: nothing is applied, and it can be
        Assert.Equal(SignatureState.Standing, (await ward.NightAsync(Ended)).Signatures[^1].State);
        await page.ClickAsync("text=Apply 1 change");
        await page.ClickAsync("dialog button.primary");
        await page.WaitAsync("text=/1 of \\d+ stages changed/");
        await page.WaitAsync("text=no longer holds");
        var epoch = long.Parse(cells[epochAt], CultureInfo.InvariantCulture);
        var after = (await ward.NightAsync(Ended)).Reports.Single(report => report.Epoch == epoch);
        Assert.Equal((cells[stageAt], Revision.Overridden, "AB"), (after.Stage.ToString().ToUpperInvariant(), after.Revision, after.Author));
        // The same annotations in the EDF+ as it was exported: one stage is as before again.
        await page.ChooseFileAsync("#edited-file", Path.Combine(_folder, "night.edf"));
        await page.WaitAsync("text=1 not as they stand");
        await page.ClickAsync("text=Leave it");
    }

    /// <summary>Lights, signature, report, files.</summary>
    private async Task FinishAsync(BrowserPage page, PageWard ward)
    {
        await page.ClickAsync("#tab-finish");
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (1920, 1080)]) // to be seen without scrolling, on a laptop too
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.querySelector('.leaf form .check').getBoundingClientRect().bottom < innerHeight");
            await page.ShotAsync($"finish-unsigned-{width}");
        }
        Assert.Contains("unreviewed", await page.TabTextAsync("text=Open the report"), StringComparison.OrdinalIgnoreCase);
        await page.ClickAsync(".check input");
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Sign as AB");
        await page.WaitAsync(".seal.signed");
        Assert.Equal("AB", (await ward.NightAsync(Ended)).Signatures[^1].Author);
        await page.ShotAsync("finish-1920");
        await page.PressAsync("1"); // a key pressed by mistake
        await page.WaitAsync("dialog[open]");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("signed-question-1920");
        await page.ClickAsync("text=Leave it as it is");
        Assert.Equal(1, await page.CountAsync(".seal.signed"));
        Assert.Contains("AB", await page.TabTextAsync("text=Open the report", BrowserPage.ShotPath("report")), StringComparison.Ordinal);
        foreach (var (name, ending) in ((string, string)[])[("EDF+", ".edf"), ("CSV", ".csv"), ("JSON", ".json"), ("NSRR XML", ".xml"), ("SVG", ".svg")])
        {
            var path = Path.Combine(_folder, "night" + ending);
            Assert.EndsWith(ending, await page.DownloadAsync($".files button:has-text('{name}')", path), StringComparison.Ordinal);
            Assert.True(new FileInfo(path).Length > 100, name);
        }
        using var edf = File.OpenRead(Path.Combine(_folder, "night.edf"));
        Assert.NotEmpty(EdfReader.Open(edf).Annotations);
    }
}
