using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Scoring;
using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.Tests.Scoring;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class ModelSwapTests : IDisposable
{
    private const int Epochs = 12;
    private readonly TinyModel _tiny = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-swap-").FullName;
    private readonly TestStudy _study = new(30 * Epochs, seed: 82);
    private readonly List<StagerPool> _pools = [];

    public void Dispose()
    {
        foreach (var pool in _pools) pool.Dispose();
        _tiny.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Theory]
    [InlineData(false)] // the same filters: its session goes on
    [InlineData(true)] // others: warmed from the journal
    public async Task Bed_goes_on_with_another_model_at_its_next_epoch_when_the_bundle_is_replaced(bool otherFilters)
    {
        await using var host = await StartAsync(_tiny.Write());
        await FeedAsync(host, 0, 140);
        await ReplaceAsync(host, otherFilters);
        await FeedAsync(host, 140, _study.Seconds);
        await host.FeedAsync("bed-1", "event", _study.End());

        await CheckAsync(host, otherFilters);
    }

    [Fact]
    public async Task Service_starts_and_the_night_goes_on_when_the_bundle_was_replaced_while_it_was_down()
    {
        await using (var host = await StartAsync(_tiny.Write())) await FeedAsync(host, 0, 140);
        await using var after = await StartAsync(Second(otherFilters: true));
        await FeedAsync(after, 135, _study.Seconds); // the broker delivers again what it is not sure of
        await after.FeedAsync("bed-1", "event", _study.End());

        await CheckAsync(after, otherFilters: true);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)] // its smoother waits for less than the state of the one before holds
    public async Task Bundle_that_was_calibrated_anew_is_another_model_though_its_graph_is_the_same(bool whileDown)
    {
        var host = await StartAsync(_tiny.Write());
        await FeedAsync(host, 0, 140);
        if (whileDown) await host.DisposeAsync();
        var recalibrated = TinyModel.Manifest with { Temperature = 2, Smoother = TinyModel.Manifest.Smoother with { LookAheadEpochs = 0 } };
        var bundle = _tiny.Write(recalibrated);
        if (whileDown) host = await StartAsync(bundle);
        await using var after = host;
        var models = after.Services.GetRequiredService<ModelShelf>();
        while (models.Current.Smoother.LookAheadEpochs != 0) await Task.Delay(20, TestContext.Current.CancellationToken);
        await FeedAsync(after, 140, _study.Seconds);
        await after.FeedAsync("bed-1", "event", _study.End());

        var night = await after.EndedNightAsync(_study.Id);
        Assert.Equal(2 * Epochs, night.Reports.Count);
        Assert.Equal(2 * Epochs, night.Reports.DistinctBy(report => (report.Epoch, report.Revision)).Count());
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu }, NullLogger<StagerPool>.Instance);
        using var stager = pool.Create();
        var allNight = OfflineReports.Of(_study, "bed-1", stager).Where(report => report.Revision == Revision.Final).Skip(4);
        var finals = night.Reports.Where(report => report.Revision == Revision.Final).OrderBy(report => report.Epoch).Skip(4);
        Assert.Equal(allNight.Select(report => report.NetworkProbabilities), finals.Select(report => report.NetworkProbabilities));
    }

    [Fact]
    public async Task Night_is_the_same_when_the_process_dies_after_the_swap()
    {
        await using var host = await StartAsync(_tiny.Write());
        await FeedAsync(host, 0, 140);
        await ReplaceAsync(host, otherFilters: true);
        await FeedAsync(host, 140, 250);
        var copy = Path.Combine(_folder, "copy");
        StoreCopy.Make(host.Store, copy); // what a kill -9 leaves
        await FeedAsync(host, 250, _study.Seconds);
        await host.FeedAsync("bed-1", "event", _study.End());
        var whole = await host.EndedNightAsync(_study.Id);

        await using var again = await StartAsync(ModelBundle.Load(_tiny.Folder), copy);
        await FeedAsync(again, 240, _study.Seconds);
        await again.FeedAsync("bed-1", "event", _study.End());

        Assert.Equal(OfflineReports.Comparable(whole.Reports), OfflineReports.Comparable((await again.EndedNightAsync(_study.Id)).Reports));
    }

    [Fact]
    public async Task Bundle_that_does_not_fit_is_refused_at_every_bed_and_the_one_before_goes_on()
    {
        await using var host = await StartAsync(_tiny.Write());
        await FeedAsync(host, 0, 140);
        File.WriteAllBytes(Path.Combine(_tiny.Folder, ModelBundle.ModelFile), TinyModel.Graph(gain: 2)); // not what the manifest's hash says
        var all = new WatchRequest { Resume = new ResumeToken { StoreId = host.Services.GetRequiredService<NightLog>().StoreId } };
        await host.WatchUntilAsync(seen => seen.Any(item => item.Advisory is { Cause: ModelWatch.Cause, End: null }), all);
        await FeedAsync(host, 140, 250);
        _tiny.Write();
        await host.WatchUntilAsync(seen => seen.Any(item => item.Advisory is { Cause: ModelWatch.Cause, End: not null }), all);
        await FeedAsync(host, 250, _study.Seconds);
        await host.FeedAsync("bed-1", "event", _study.End());

        var night = await host.EndedNightAsync(_study.Id);
        Assert.Equal(2 * Epochs, night.Reports.Count);
        Assert.All(night.Reports, report => Assert.Equal("1", report.Model.Version));
    }

    private ModelBundle Second(bool otherFilters)
    {
        var signal = TinyModel.Manifest.RenderSpec.Signal;
        if (otherFilters) signal = signal with { BrainFilter = [.. signal.BrainFilter.Skip(1)], ScaleMemoryEpochs = 100 };
        var manifest = TinyModel.Manifest with
        {
            Version = "2",
            RenderSpec = TinyModel.Manifest.RenderSpec with { Signal = signal },
            Smoother = TinyModel.Manifest.Smoother with { LookAheadEpochs = 0 },
        };
        return _tiny.Write(manifest, TinyModel.Graph(gain: 2));
    }

    private async Task ReplaceAsync(ServiceHost host, bool otherFilters)
    {
        Second(otherFilters);
        var models = host.Services.GetRequiredService<ModelShelf>();
        while (models.Current.Identity.Version != "2") await Task.Delay(20, TestContext.Current.CancellationToken);
    }

    /// <summary>Whole and once; first the one, then the other; and what the second saw is what it would have seen had it been there all night.</summary>
    private async Task CheckAsync(ServiceHost host, bool otherFilters)
    {
        var night = await host.EndedNightAsync(_study.Id);
        var finals = night.Reports.Where(report => report.Revision == Revision.Final).ToList();
        Assert.Equal(Enumerable.Range(0, Epochs).Select(epoch => (long)epoch), finals.Select(report => report.Epoch));
        Assert.Equal(2 * Epochs, night.Reports.Count);
        Assert.Equal(2 * Epochs, night.Reports.DistinctBy(report => (report.Epoch, report.Revision)).Count());
        Assert.Equal(Enumerable.Repeat("1", 4).Concat(Enumerable.Repeat("2", Epochs - 4)), finals.Select(report => report.Model.Version));
        Assert.All(night.Reports, report => Assert.Equal(finals[(int)report.Epoch].Model, report.Model)); // revised by whoever decided
        Assert.All(night.Accounts, account => Assert.Equal((account.Expected, 0L, 0L), (account.Received, account.Lost, account.Backfilled)));
        using var pool = new StagerPool(ModelBundle.Load(_tiny.Folder), new ScoringOptions { Provider = ScoringProvider.Cpu }, NullLogger<StagerPool>.Instance);
        using var stager = pool.Create();
        var allNight = OfflineReports.Of(_study, "bed-1", stager).Where(report => report.Revision == Revision.Final).Skip(4);
        Assert.Equal(allNight.Select(report => report.NetworkProbabilities), finals.Skip(4).Select(report => report.NetworkProbabilities));
        Assert.Equal(otherFilters, pool.Bundle.SignalSha256 != _pools[0].Bundle.SignalSha256);
        var image = await host.Client.GetEpochImageAsync(
            new GetEpochImageRequest { Night = new NightRef { StudyId = _study.Id }, Epoch = 2 }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.NotEmpty(image.Png); // of an epoch that the model before decided
    }

    private async Task<ServiceHost> StartAsync(ModelBundle bundle, string? store = null)
    {
        var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        _pools.Add(pool);
        return await ServiceHost.StartAsync(
            store: store ?? Path.Combine(_folder, "store"), model: ServedModel.Of(pool),
            settings: ["Scoring:Provider=Cpu", "Scoring:WatchSeconds=0.05", "Flow:Provisional=false"]);
    }

    /// <summary>Completes when every whole epoch is decided.</summary>
    private async Task FeedAsync(ServiceHost host, int from, int to)
    {
        if (from == 0) await host.FeedAsync("bed-1", "study", _study.Descriptor);
        await host.FeedAsync("bed-1", Enumerable.Range(from, to - from).Select(second => _study.Block(second, second + 1)));
        await host.WatchUntilAsync(
            seen => seen.Any(item => item.Report is { Revision: Revision.Final } report && report.Epoch == to / 30 - 1),
            new WatchRequest { Resume = new ResumeToken { StoreId = host.Services.GetRequiredService<NightLog>().StoreId } });
    }
}
