namespace Streaming.Tests.Interop.Browser;

/// <summary>On the way to a signed night: what is marked and noted in it, and how the page tells that it was.</summary>
internal static class MarkSteps
{
    /// <summary>Lights off, a note, a step of the bio-calibration, a position: each is told to everybody at once.</summary>
    public static async Task MarkAndNoteAsync(BrowserPage page)
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
}
