namespace Streaming.Tests.Interop.Browser;

/// <summary>The page without a mouse: the focus is where one is, Escape goes back one step at a time, and who hears the page is told what changes and not every second.</summary>
[Collection<BrowserCollection>]
public sealed class PageByKeysTests
{
    private const string Focused = "document.activeElement.ariaLabel ?? document.activeElement.innerText.split('\\n')[0]";

    [Fact]
    public async Task Keys_lead_to_a_bed_through_it_and_back_to_its_tile()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync("bed-1", epochs: 12, seed: 900);
        await ward.PlayHalfAsync("bed-2", epochs: 12, seed: 901);
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync(ward.Host.WebAddress + "/");
        await page.UntilAsync("document.querySelectorAll('.tile').length === 2");

        await page.FillAsync("#author", "AB");
        await page.PressAsync("Escape"); // out of the field, and the keys are the page's
        await page.PressAsync("ArrowRight");
        await page.PressAsync("Enter");
        await page.UntilAsync($"({Focused}) === 'bed-1' && document.title.startsWith('bed-1')");
        await page.WaitAsync(".sentence");

        await OpenAsync(page, ".switches summary");
        await page.PressAsync("Tab"); // into the list
        await page.PressAsync("Escape");
        await page.UntilAsync("document.querySelector('details[open]') === null && document.activeElement.tagName === 'SUMMARY'");
        await OpenAsync(page, ".epoch-table summary");
        await page.PressAsync("Escape");
        await page.UntilAsync("document.querySelector('details[open]') === null");
        Assert.Equal(1, await page.CountAsync(".bed")); // still

        await page.FillAsync("#author", "AB");
        await page.PressAsync("Enter");
        await page.PressAsync("Home");
        await page.EvaluateAsync("document.querySelector('[aria-label=\"Lights off at epoch 1\"]').focus()");
        await page.PressAsync("Enter");
        await page.WaitAsync("dialog[open]");
        await page.PressAsync("Enter"); // on "Leave it as it is"
        await page.UntilAsync($"({Focused}) === 'Lights off at epoch 1'");

        await page.PressAsync("Escape");
        await page.UntilAsync("document.activeElement.dataset.bed === 'lab/bed-1' && document.title === 'Sleep station'");
        await page.AssertQuietAsync();
    }

    [Fact]
    public async Task Who_hears_the_page_is_not_told_the_age_of_a_result_every_second()
    {
        await using var ward = await PageWard.StartAsync("Serving:HeartbeatSeconds=1");
        await ward.PlayHalfAsync("bed-1", epochs: 12, seed: 901);
        await using var page = BrowserPage.Open(1366, 768);
        await page.GoAsync($"{ward.Host.WebAddress}/#/bed/lab/bed-1");
        await page.UntilAsync("document.querySelector('.bed-now small')?.innerText.includes(' old')");

        await page.EvaluateAsync(
            """
            window.told = [];
            new MutationObserver((all) => window.told.push(...all.map(({ target }) => (target.parentElement ?? target).closest('[role=status], [role=alert]')).filter((one) => one !== null && one.textContent !== '').map((one) => one.textContent)))
              .observe(document.querySelector('.bed-head'), { subtree: true, childList: true, characterData: true });
            """);
        var age = await page.TextAsync(".bed-now small");
        await page.UntilAsync($"document.querySelector('.bed-now small').innerText !== {System.Text.Json.JsonSerializer.Serialize(age)}");

        Assert.Equal("", (await page.EvaluateAsync("window.told.join('; ')")).GetString());
    }

    private static async Task OpenAsync(BrowserPage page, string summary)
    {
        await page.EvaluateAsync($"document.querySelector('{summary}').focus()");
        await page.PressAsync("Enter");
        await page.WaitAsync("details[open]");
    }
}
