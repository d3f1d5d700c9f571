namespace Streaming.Tests.Interop.Browser;

/// <summary>What forty beds with a look a second cost the browser, by its own metrics.</summary>
[Collection<BrowserCollection>]
public sealed class StationLoadTests
{
    private const double LargestBusyShare = 0.20;
    private const long LargestGrowthBytes = 1_500_000;
    private const int Beds = 40;
    private const int Looks = 10;

    [Fact]
    public Task Board_of_forty_beds_leaves_the_main_thread_idle() => WatchAsync(speed: 2, TimeSpan.FromSeconds(20));

    /// <summary>Four hours of the night, at eight times real time.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public Task Board_of_forty_beds_stays_idle_and_small_for_half_an_hour() => WatchAsync(speed: 8, TimeSpan.FromMinutes(30));

    private static async Task WatchAsync(double speed, TimeSpan time)
    {
        await using var ward = await PageWard.StartAsync(["Flow:HopSeconds=1", "Serving:HeartbeatSeconds=2"]);
        ward.Play("bed", Beds, epochs: 960, speed, seed: 1);
        await using var page = BrowserPage.Open();
        await page.GoAsync(ward.Host.WebAddress + "/");
        await page.UntilAsync($"document.querySelectorAll('.tile').length === {Beds}");
        await page.UntilAsync("document.querySelectorAll('.tile[class*=stage-]').length === " + Beds);

        List<PageLoad> looks = [];
        for (var n = 0; n <= Looks; n++)
        {
            await Task.Delay(time / Looks, TimeProvider.System, Stop); // the first: what a page compiles and keeps as it comes up is not growth
            looks.Add(await page.LoadAsync());
        }

        var busy = looks[^1].BusySince(looks[0]);
        var epochs = (await page.EvaluateAsync("[...document.querySelectorAll('.tile')].reduce((sum, tile) => sum + Number(tile.dataset.epochs), 0)")).GetInt32();
        TestContext.Current.SendDiagnosticMessage(
            $"main thread busy {busy:P1}, MB in use {string.Join(' ', looks.Select(look => $"{look.HeapBytes / 1e6:F1}"))}, {epochs} epochs shown");
        Assert.True(busy < LargestBusyShare, $"busy {busy:P1}");
        // A night's marks have their room from its beginning (epochMarks.ts): nothing grows with the epochs told. The least of three looks, since a message
        // that is being read is there for a moment only.
        Assert.InRange(looks.TakeLast(3).Min(look => look.HeapBytes), 0, looks.Take(3).Min(look => look.HeapBytes) + LargestGrowthBytes);
        await page.AssertQuietAsync();
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
