using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;
using Streaming.Tests.EndToEnd;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>The page says at once when what it shows is old, and goes on by itself with nothing missing or doubled.</summary>
[Collection<BrowserCollection>]
public sealed class StationConnectionTests : IDisposable
{
    private const int Epochs = 40;
    // By the page's own clock: a busy machine delays the test, not what it says.
    private static readonly TimeSpan ToldWithin = TimeSpan.FromSeconds(5);
    private readonly string _store = Directory.CreateTempSubdirectory("streaming-page-store-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public async Task Page_tells_and_resumes_when_the_service_is_killed_the_network_cut_and_the_laptop_put_to_sleep()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        var process = ServiceProcess.Start(broker.Port, _store);
        try
        {
            await process.ServingAsync();
            await using var line = new CutLine(process.WebPort);
            await using var page = BrowserPage.Open();
            var playing = PlayAsync(broker);
            await page.GoAsync(line.Address + "/#/bed/lab/bed-1", ownsClock: true);
            await page.WaitAsync(".link-live");
            await page.UntilAsync("Number(document.querySelector('.bed')?.dataset.epochs) > 3");

            await process.KillAsync();
            await page.WaitAsync(".banner.stale"); // the connection broke: nobody has to wait for a silence
            await page.ShotAsync("stale-1920");
            await page.AssertAccessibleAsync();
            await process.DisposeAsync();
            process = ServiceProcess.Start(broker.Port, _store);
            await process.ServingAsync();
            line.LeadTo(process.WebPort);
            await page.WaitAsync(".link-live");

            await line.CutAsync();
            await page.SleepAsync(ToldWithin);
            await page.WaitAsync(".banner.stale");
            await page.SleepAsync(TimeSpan.FromMinutes(2));
            Assert.Contains("NOT LIVE for 2 min", await page.TextAsync(".banner.stale"), StringComparison.Ordinal);
            line.Mend();
            await page.WaitAsync(".link-live");

            await page.SleepAsync(TimeSpan.FromHours(1)); // a lid that was closed
            await page.WaitAsync(".link-live");
            Assert.Equal(0, await playing);
            await AssertWholeAsync(page, process);
        }
        finally
        {
            await process.DisposeAsync();
        }
    }

    private static async Task AssertWholeAsync(BrowserPage page, ServiceProcess process)
    {
        await page.UntilAsync($"Number(document.querySelector('.bed')?.dataset.epochs) === {Epochs}");
        await page.ClickAsync(".epoch-table summary");
        await page.UntilAsync($"document.querySelectorAll(\".epoch-table tr[data-revision='{(int)Revision.Revised}']\").length === {Epochs}");
        var rows = (await page.EvaluateAsync(
            "[...document.querySelectorAll('.epoch-table tbody tr')].map((row) => `${row.dataset.epoch} ${row.dataset.stage} ${row.dataset.revision}`)"))
            .EnumerateArray().Select(row => row.GetString());
        var night = await new SleepMonitor.SleepMonitorClient(process.Channel).GetNightAsync(
            new GetNightRequest { Night = new NightRef { Bed = new BedRef { Site = "lab", Bed = "bed-1" } } }, cancellationToken: Stop);
        Assert.Equal(night.Reports.Select(report => $"{report.Epoch} {(int)report.Stage} {(int)report.Revision}"), rows);
        Assert.Equal("0", await page.AttributeAsync(".bed", "data-holes"));
        Assert.Equal("0", await page.AttributeAsync(".bed", "data-repeated")); // resumed, not told all over again
    }

    private static async Task<int> PlayAsync(MosquittoBroker broker)
    {
        using var source = new SimulatedSource(new NightSimulatorOptions { Epochs = Epochs }, 31, TimeProvider.System);
        var options = new ReplayOptions(source, new MqttClientOptions { ClientId = "replay", Port = broker.Port })
        {
            Site = "lab", Bed = "bed-1", IsBedNamed = true, Play = new PlayOptions { Speed = 60, Joined = PlayOptions.JoinedAt(60) },
        };
        return await new ReplayRun(options, TimeProvider.System, TextWriter.Null).RunAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
