using Streaming.Service.Access;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>A bed that begins another study: what somebody works at stays under the hands, and the night before is found, written into and signed.</summary>
[Collection<BrowserCollection>]
public sealed class NightsPageTests
{
    private const string Draft = "asked for the window to be closed";

    [Fact]
    public async Task Night_under_review_stays_when_its_bed_begins_another()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 900);
        var first = (await ward.NightAsync("bed-1")).Study.StudyId;
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync($"{ward.Host.WebAddress}/#/review/lab/bed-1");
        await page.WaitAsync(".queue-item");
        await page.FillAsync("#author", "AB");
        await page.PressAsync("Enter");
        await page.ClickAsync("#tab-notes");
        await page.FillAsync(".leaf textarea", Draft);

        await ward.PlayHalfAsync("bed-1", epochs: 12, seed: 901);
        await page.WaitAsync(".banner.earlier:has-text('another study now')");

        Assert.Equal(Draft, (await page.EvaluateAsync("document.querySelector('.leaf textarea').value")).GetString());
        Assert.EndsWith($"/#/review/lab/bed-1/{first}", (await page.EvaluateAsync("location.href")).GetString(), StringComparison.Ordinal);
        await page.AssertAccessibleAsync();
        await page.ClickAsync("text=Add note");
        await page.UntilAsync($"document.querySelector('.entries')?.innerText.includes('{Draft}')");
        await page.EvaluateAsync("document.activeElement.blur()");
        await page.PressAsync("u");
        await page.UntilAsync("document.querySelector('.bed-now').innerText.includes('1 of 12 epochs scored by hand')");
        var (earlier, now) = (await ward.NightOfAsync(first), await ward.NightAsync("bed-1"));
        Assert.Equal(Draft, Assert.Single(earlier.Notes).Text);
        Assert.Single(earlier.Reports, report => report is { Revision: Revision.Overridden, Stage: Stage.Unscorable });
        Assert.NotEqual(first, now.Study.StudyId);
        Assert.Empty(now.Notes);
        Assert.All(now.Reports, report => Assert.NotEqual(Revision.Overridden, report.Revision));

        await page.ClickAsync(".banner.earlier a");
        await page.UntilAsync("document.querySelector('.banner.earlier') === null && document.querySelector('.bed') !== null");
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Earlier_night_is_found_and_signed()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 900);
        var first = (await ward.NightAsync("bed-1")).Study.StudyId;
        await ward.PlayHalfAsync("bed-1", epochs: 12, seed: 901);
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync(ward.Host.WebAddress + "/");
        await page.FillAsync("#author", "AB");
        await page.PressAsync("Enter");

        await page.ClickAsync("a.asking:has-text('1 night awaits review')");
        await page.WaitAsync($"tr[data-study='{first}']");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("nights-1366");
        await page.ClickAsync($"tr[data-study='{first}'] a");
        await page.WaitAsync(".banner.earlier");
        await page.ClickAsync("#tab-finish");
        await page.ClickAsync(".leaf .check input");
        await page.ClickAsync(".leaf button[type=submit]:not([disabled])");
        await page.UntilAsync("document.querySelector('.seal.signed')?.innerText.includes('AB') === true");

        Assert.Equal(("AB", SignatureState.Standing), (await ward.NightOfAsync(first)).Signatures.Select(one => (one.Author, one.State)).Single());
        await page.PressAsync("Escape");
        await page.WaitAsync(".board");
        await page.ClickAsync("nav a:has-text('Nights')");
        await page.WaitAsync($"tr[data-study='{first}']:has-text('signed by AB')");
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Nights_before_the_latest_two_hundred_are_read_when_they_are_asked_for()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        var studies = Enumerable.Range(0, 203).Select(n => new TestStudy(5, seed: 1000 + n)).ToList();
        foreach (var study in studies) await ward.Host.FeedAsync("bed-1", "study", study.Descriptor);
        await ward.Host.KnownAsync(studies[^1].Id);
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync($"{ward.Host.WebAddress}/#/nights");
        await page.WaitAsync($"tr[data-study='{studies[^1].Id}']");
        Assert.Equal(200, await page.CountAsync(".nights tbody tr"));
        await page.ShotAsync("nights-earlier-1366");

        await page.ClickAsync("text=Show earlier nights");
        await page.WaitAsync($"tr[data-study='{studies[0].Id}']");

        Assert.Equal((203, 0), (await page.CountAsync(".nights tbody tr"), await page.CountAsync(".nights .earlier")));
        await page.AssertAccessibleAsync();
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Who_leaves_leaves_no_list_of_nights_behind()
    {
        await using var ward = await PageWard.StartAsync("Access:Tokens=Always", "Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 900);
        await using var page = BrowserPage.Open(1366, 768);
        await BoardSteps.EnterAsync(page, ward, Role.Viewer);
        await page.ClickAsync("nav a:has-text('Nights')");
        await page.WaitAsync(".nights tbody tr");

        await page.ClickAsync("text=Leave");
        await page.WaitAsync("dialog input");
        Assert.Equal(0, await page.CountAsync(".nights tbody tr"));
        await page.ForgiveAsync(); // a browser logs each refused call
    }

    [Fact]
    public async Task What_is_being_written_waits_while_one_looks_elsewhere()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 900);
        await ward.PlayHalfAsync("bed-2", epochs: 12, seed: 901);
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync($"{ward.Host.WebAddress}/#/bed/lab/bed-2");
        await page.ClickAsync("#tab-notes");
        await page.FillAsync(".leaf textarea", Draft);

        await page.ClickAsync("#tab-why");
        await page.ClickAsync("a.brand");
        await page.ClickAsync("[data-bed='lab/bed-1']");
        await page.ClickAsync("#tab-notes");
        Assert.Equal("", (await page.EvaluateAsync("document.querySelector('.leaf textarea').value")).GetString());
        await page.ClickAsync("a.brand");
        await page.ClickAsync("[data-bed='lab/bed-2']");
        await page.ClickAsync("#tab-notes");

        Assert.Equal(Draft, (await page.EvaluateAsync("document.querySelector('.leaf textarea').value")).GetString());
        Assert.Contains("when you began to write", await page.TextAsync(".leaf"), StringComparison.Ordinal);
        await page.AssertQuietAsync();
    }
}
