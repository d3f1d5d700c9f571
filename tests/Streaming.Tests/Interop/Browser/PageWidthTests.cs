namespace Streaming.Tests.Interop.Browser;

/// <summary>At the widths of a ward's screens every bar of the page is one line: a second one moves what is below it under the eye.</summary>
[Collection<BrowserCollection>]
public sealed class PageWidthTests
{
    [Fact]
    public async Task Bars_of_a_night_in_review_are_one_line()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-ended", epochs: 60, seed: 900);
        await using var page = BrowserPage.Open();

        await page.GoAsync($"{ward.Host.WebAddress}/#/review/lab/bed-ended");
        await page.WaitAsync(".queue-item.on");

        foreach (var (width, height) in ((int, int)[])[(1280, 720), (1366, 768), (1440, 900), (1920, 1080)])
        {
            await page.ResizeAsync(width, height);
            await page.ShotAsync($"review-ended-{width}");
            await AssertOneLineAsync(page, ".queue > .field", ".epoch-bar", ".score", ".tabs", ".top", ".bed-head");
        }
    }

    /// <summary>Bars whose children do not all share a height, or of which one is wider than its bar.</summary>
    internal static async Task AssertOneLineAsync(BrowserPage page, params string[] bars) => Assert.Equal("", (await page.EvaluateAsync(
        $$"""
        {{System.Text.Json.JsonSerializer.Serialize(bars)}}.filter((bar) => {
          const all = [...document.querySelector(bar).children].map((one) => one.getBoundingClientRect()).filter((box) => box.width > 0 && box.height > 0);
          const [highest, lowest] = [Math.max(...all.map((box) => box.top)), Math.min(...all.map((box) => box.bottom))];
          return highest > lowest || document.querySelector(bar).scrollWidth > document.querySelector(bar).clientWidth;
        }).join(', ')
        """)).GetString());
}
