namespace Streaming.Tests.Interop.Browser;

/// <summary>What forty beds with a look a second cost the browser, by its own metrics.</summary>
[Collection<BrowserCollection>]
public sealed class StationLoadTests
{
    private const double LargestBusyShare = 0.20;
    private const int Beds = 40;

    [Fact]
    public Task Board_of_forty_beds_leaves_the_main_thread_idle() => WatchAsync(speed: 2, TimeSpan.FromSeconds(25), settings: []);

    /// <summary>Four hours of the night, at eight times real time.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public Task Board_of_forty_beds_stays_idle_and_small_for_half_an_hour() => WatchAsync(speed: 8, TimeSpan.FromMinutes(30), settings: []);

    private static async Task WatchAsync(double speed, TimeSpan time, string[] settings)
    {
        await using var ward = await PageWard.StartAsync(["Flow:HopSeconds=1", "Serving:HeartbeatSeconds=2", .. settings]);
        ward.Play("bed", Beds, epochs: 960, speed, seed: 1);
        await using var page = BrowserPage.Open();
        await page.GoAsync(ward.Host.WebAddress + "/");
        await page.UntilAsync($"document.querySelectorAll('.tile').length === {Beds}");
        await page.UntilAsync("document.querySelectorAll('.tile[class*=stage-]').length === " + Beds);

        var begin = await page.LoadAsync();
        await Task.Delay(time, TimeProvider.System, TestContext.Current.CancellationToken);
        var end = await page.LoadAsync();

        var busy = end.BusySince(begin);
        var epochs = (await page.EvaluateAsync("[...document.querySelectorAll('.tile')].reduce((sum, tile) => sum + Number(tile.dataset.epochs), 0)")).GetInt32();
        TestContext.Current.SendDiagnosticMessage(
            $"main thread busy {busy:P1}, heap {begin.HeapBytes / 1e6:F1} MB to {end.HeapBytes / 1e6:F1} MB, {epochs} epochs shown");
        Assert.True(busy < LargestBusyShare, $"busy {busy:P1}");
        // What a night's epochs need, and no more: 300 bytes each, a night of forty beds 12 MB.
        Assert.InRange(end.HeapBytes, 0, begin.HeapBytes + 2_000_000 + 400L * epochs);
        await page.AssertQuietAsync();
    }
}
