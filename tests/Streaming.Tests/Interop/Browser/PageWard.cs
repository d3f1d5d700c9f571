using Microsoft.Extensions.DependencyInjection;
using Streaming.Client;
using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;
using Streaming.Scoring;
using Streaming.Service.Access;
using Streaming.Service.Flow;
using Streaming.Tests.EndToEnd;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Interop.Browser;

/// <summary>A ward for a page to look at: mosquitto, the whole service with the model it comes with, and simulated beds played to it.</summary>
internal sealed class PageWard : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<Task<int>> _playing = [];
    private readonly MosquittoBroker _broker;
    private readonly StagerPool _pool;

    private PageWard(MosquittoBroker broker, StagerPool pool, ServiceHost host) => (_broker, _pool, Host) = (broker, pool, host);

    public ServiceHost Host { get; }

    public static async Task<PageWard> StartAsync(params string[] settings)
    {
        var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        var pool = ScoredReports.Pool();
        var host = await ServiceHost.StartAsync(broker.Port, model: ServedModel.Of(pool), settings: settings);
        await host.ServingAsync();
        return new PageWard(broker, pool, host);
    }

    /// <summary>As somebody with every right sees it.</summary>
    public Task<Night> NightAsync(string bed) => AskAsync(new NightRef { Bed = new BedRef { Site = "lab", Bed = bed } });

    /// <summary>The same, of a study that its bed may have left behind.</summary>
    public Task<Night> NightOfAsync(string studyId) => AskAsync(new NightRef { StudyId = studyId });

    public string Issue(Role role)
    {
        var (secret, now) = (TokenSecret.Create(), TimeProvider.System.GetUtcNow());
        Host.Services.GetRequiredService<AccessStore>()
            .Add(new TokenGrant(TokenSecret.CreateId(), role.ToString(), role, Scope.Everything, now, now.AddDays(1), null), secret);
        return secret;
    }

    /// <summary>Beds that play until the end of the test, or of their nights.</summary>
    public void Play(string bed, int beds, int epochs, double speed, ulong seed) => _playing.Add(RunAsync(bed, beds, epochs, seed, new PlayOptions
    {
        Speed = speed, Joined = PlayOptions.JoinedAt(speed),
    }));

    /// <summary>A bed whose night is over.</summary>
    public async Task PlayToTheEndAsync(string bed, int epochs, ulong seed)
    {
        Assert.Equal(0, await RunAsync(bed, 1, epochs, seed, new PlayOptions { Speed = double.PositiveInfinity, Joined = 10 }));
        await SeenAsync(item => (item.Bed is { State: BedState.Ended } ended && ended.Bed_ == bed) || (item.SnapshotNight is { Ended: true } night && night.Bed == bed));
    }

    /// <summary>A bed whose gateway says goodbye after the first epochs of a night.</summary>
    public Task PlayHalfAsync(string bed, int epochs, ulong seed) =>
        RunAsync(bed, 1, 2 * epochs, seed, new PlayOptions { Speed = double.PositiveInfinity, Joined = 10, MaximumBlocks = (ulong)(3 * epochs) });

    /// <summary>A bed that went on sending, but for eight seconds of its second epoch and for the last minutes: its latest epochs are unscorable.</summary>
    public async Task LoseSamplesAsync(string bed)
    {
        var study = new TestStudy(200, seed: 77);
        await Host.FeedAsync(bed, "status", new GatewayStatus { Online = true, Software = "test", StudyId = study.Id });
        await Host.FeedAsync(bed, "study", study.Descriptor);
        await Host.FeedAsync(bed, study.Blocks().Where(block => block.Sequence is < 40 or (>= 48 and < 60) or >= 170));
        await SeenAsync(item =>
            item.Report is { Stage: Stage.Unscorable } || item.SnapshotNight?.Reports.Any(report => report.Stage == Stage.Unscorable) == true);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_playing);
        await Host.DisposeAsync();
        _pool.Dispose();
        await _broker.DisposeAsync();
        _stop.Dispose();
    }

    private async Task<Night> AskAsync(NightRef night)
    {
        using var connection = Connect();
        return await connection.Client.GetNightAsync(new GetNightRequest { Night = night }, cancellationToken: Stop);
    }

    private MonitorConnection Connect() => new(new MonitorOptions { Address = new Uri(Host.Address), Token = Issue(Role.Admin) }, TimeProvider.System);

    private async Task SeenAsync(Func<WatchResponse, bool> isMeant)
    {
        using var connection = Connect();
        using var call = connection.Client.Watch(new WatchRequest(), cancellationToken: Stop);
        while (await call.ResponseStream.MoveNext(Stop))
        {
            if (isMeant(call.ResponseStream.Current)) return;
        }
    }

    private async Task<int> RunAsync(string bed, int beds, int epochs, ulong seed, PlayOptions play)
    {
        using var source = new SimulatedSource(new NightSimulatorOptions { Epochs = epochs }, seed, TimeProvider.System);
        var options = new ReplayOptions(source, new MqttClientOptions { ClientId = "replay-" + bed, Port = _broker.Port })
        {
            Site = "lab", Bed = bed, Beds = beds, IsBedNamed = beds == 1, Play = play,
        };
        return await new ReplayRun(options, TimeProvider.System, TextWriter.Null).RunAsync(_stop.Token);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
