namespace Streaming.Tests.Interop.Browser;

/// <summary>A bed that is followed while its night ends, or its samples stop.</summary>
[Collection<BrowserCollection>]
public sealed class FollowedNightTests
{
    private const string Ended = "bed-ended";

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
}
