using System.Globalization;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>On the way to a signed night: scored by keys, faster than the service answers, and undone.</summary>
internal static class ReviewSteps
{
    /// <summary>The queue, a stage by key, undo, a stage again.</summary>
    public static async Task ReviewAsync(BrowserPage page, PageWard ward)
    {
        await page.PressAsync("Escape");
        await page.ClickAsync($"[data-bed='lab/{StationPageTests.Ended}']");
        await page.ClickAsync("text=Review");
        await page.WaitAsync(".queue-item.on");
        await page.UntilAsync("!document.querySelector('.signal-note')");
        await page.AssertAccessibleAsync();
        await page.ShotAsync("review-1920");
        var epoch = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        var before = (await ward.NightAsync(StationPageTests.Ended)).Reports.Single(report => report.Epoch == epoch);
        var wanted = before.Stage == Stage.N3 ? Stage.N2 : Stage.N3;

        await page.PressAsync(wanted == Stage.N3 ? "3" : "2");
        await page.WaitAsync(".queue-item.done");
        await page.PressAsync("z");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText === '{epoch + 1}'");
        Assert.Equal(before.Stage, (await ward.NightAsync(StationPageTests.Ended)).Reports.Single(report => report.Epoch == epoch).Stage);
        await page.UntilAsync("document.querySelector('.queue-item.done') === null"); // undone is not looked at
        await page.PressAsync(wanted == Stage.N3 ? "3" : "2");
        await page.UntilAsync($"document.querySelector('.epoch-name b').innerText !== '{epoch + 1}'"); // and goes on as the first time
        await page.ClickAsync(".epoch-table summary");
        await page.WaitAsync($".epoch-table tr[data-epoch='{epoch}'][data-revision='{(int)Revision.Overridden}'][data-stage='{(int)wanted}']");
        await page.ClickAsync(".epoch-table summary");
        var after = (await ward.NightAsync(StationPageTests.Ended)).Reports.Single(report => report.Epoch == epoch);
        Assert.Equal((wanted, Revision.Overridden, "AB"), (after.Stage, after.Revision, after.Author));
        foreach (var (width, height) in ((int, int)[])[(1366, 768), (390, 844)])
        {
            await page.ResizeAsync(width, height);
            await page.ShotAsync($"review-{width}");
        }
        await page.ResizeAsync(1920, 1080);
    }

    /// <summary>After a click the keys are the night's again: Enter confirms and does not click once more, digits score and do not choose a scale; a note goes where one looks.</summary>
    public static async Task GoOnByKeysAfterTheMouseAsync(BrowserPage page, PageWard ward)
    {
        var first = int.Parse((await page.TextAsync(".epoch-name b")).Trim(), CultureInfo.InvariantCulture) - 1;
        var before = (await ward.NightAsync(StationPageTests.Ended)).Reports.ToDictionary(report => report.Epoch, report => report.Stage);
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
        var night = await ward.NightAsync(StationPageTests.Ended);
        Assert.Equal((Stage.Unscorable, before[second]), (Standing(first), Standing(second)));
        Assert.Equal(third * 30, night.Notes[^1].AtSeconds.Numerator / night.Notes[^1].AtSeconds.Denominator);
        Assert.Contains(at.Trim(), await page.TextAsync(".entries"), StringComparison.Ordinal);
        await page.ClickAsync("#tab-queue");

        Stage Standing(long epoch) => night.Reports.Single(report => report.Epoch == epoch && report.Revision == Revision.Overridden).Stage;
    }

    /// <summary>Keys in a row, none waiting for what the one before it did: each belongs to the epoch after.</summary>
    public static async Task ScoreFasterThanTheServiceAnswersAsync(BrowserPage page, PageWard ward)
    {
        await page.PressAsync("Escape");
        await page.ClickAsync($"[data-bed='lab/{StationPageTests.Ended}']");
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
        var scored = (await ward.NightAsync(StationPageTests.Ended)).Reports.Where(report => report.Epoch < 5 && report.Revision == Revision.Overridden).OrderBy(report => report.Epoch);
        Assert.Equal(wanted, scored.Select(report => report.Stage));
    }
}
