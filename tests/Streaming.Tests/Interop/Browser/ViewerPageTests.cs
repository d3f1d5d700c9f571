using Streaming.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>The page for who may look only.</summary>
[Collection<BrowserCollection>]
public sealed class ViewerPageTests
{
    private const string Ended = "bed-ended";

    [Fact]
    public async Task Viewer_sees_everything_and_can_change_nothing()
    {
        await using var ward = await PageWard.StartAsync("Access:Tokens=Always", "Serving:HeartbeatSeconds=1");
        await ward.PlayToTheEndAsync(Ended, epochs: 12, seed: 900);
        await using var page = BrowserPage.Open(1366, 768);

        await BoardSteps.EnterAsync(page, ward, Role.Viewer);
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
}
