using Streaming.Service.Access;

namespace Streaming.Tests.Interop.Browser;

/// <summary>On the way to a signed night: in at the door, and the forty beds.</summary>
internal static class BoardSteps
{
    /// <summary>A wrong token is refused in words, the right one lets in.</summary>
    public static async Task EnterAsync(BrowserPage page, PageWard ward, Role role)
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

    public static async Task LookAtTheBoardAsync(BrowserPage page)
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
        await page.UntilAsync(FaultsAreWhole);
        await page.ShotAsync("board-1920");
        foreach (var (width, height) in ((int, int)[])[(1440, 900), (1366, 768), (1280, 720), (390, 844)])
        {
            await page.ResizeAsync(width, height);
            await page.UntilAsync("document.documentElement.scrollWidth <= innerWidth");
            await page.UntilAsync(FaultsAreWhole);
            if (width > 1000) await PageWidthTests.AssertOneLineAsync(page, ".board-bar", ".top");
            await page.ShotAsync($"board-{width}");
        }
        await page.ResizeAsync(1920, 1080);
        await page.PressAsync("ArrowRight");
        await page.PressAsync("ArrowRight");
        Assert.Equal("tile", (await page.EvaluateAsync("document.activeElement.classList[0]")).GetString());
    }

    private const string FaultsAreWhole =
        "[...document.querySelectorAll('.tile-fault')].every((fault) => fault.getBoundingClientRect().right <= fault.closest('.tile').getBoundingClientRect().right - 4)";
}
