namespace Streaming.Tests.Interop.Browser;

/// <summary>On the way to a signed night: one bed, its signal and its picture.</summary>
internal static class BedSteps
{
    public static async Task LookAtABedAsync(BrowserPage page)
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

    /// <summary>Where samples are missing, signal and picture say so, in the same place and in the same words: neither may be taken for a flat line.</summary>
    public static async Task LookAtAHoleAsync(BrowserPage page)
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
}
