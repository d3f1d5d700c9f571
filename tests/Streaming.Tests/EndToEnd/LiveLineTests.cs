using System.Net;
using Grpc.Health.V1;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Parts.Mqtt;
using Streaming.Scoring;
using Streaming.Service.Flow;
using Streaming.Tests.Interop;
using Streaming.Tests.Scoring;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>Gateway, mosquitto, service, ONNX Runtime, gRPC: what goes in over MQTT comes out as offline scoring has it.</summary>
public sealed class LiveLineTests
{
    [Fact]
    public async Task Live_equals_replay_through_broker_network_and_gRPC()
    {
        using var tiny = new TinyModel();
        using var pool = new StagerPool(
            tiny.Write(), new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 2 }, NullLogger<StagerPool>.Instance);
        using var stager = pool.Create();
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var host = await ServiceHost.StartAsync(broker.Port, model: ServedModel.Of(pool));
        var study = new TestStudy(240, seed: 3);
        await using var gateway = new Gateway(broker, "bed-1", study);

        await gateway.BeginAsync();
        await gateway.SendAsync(study.Blocks());
        await gateway.SendAsync("event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", stager), OfflineReports.Comparable(night.Reports));
        Assert.Equal(await LastFinalAsync(broker), night.Reports.Single(report => report is { Epoch: 7, Revision: Revision.Final }));
    }

    [Fact]
    public async Task Nothing_is_lost_or_doubled_when_the_broker_restarts_in_mid_study()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var host = await ServiceHost.StartAsync(broker.Port);
        var study = new TestStudy(180, seed: 4);
        await using var gateway = new Gateway(broker, "bed-1", study);

        await gateway.BeginAsync();
        await gateway.SendAsync(study.Blocks().Take(80));
        await broker.RestartAsync(Stop);
        await gateway.SendAsync(study.Blocks().Skip(80));
        await gateway.SendAsync("event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    [Fact]
    public async Task Samples_missing_before_a_silence_are_asked_for_though_nothing_comes_any_more()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var host = await ServiceHost.StartAsync(
            broker.Port, settings: ["Flow:BackfillIntervalMilliseconds=20", "Flow:BackfillAfterSeconds=2.5", "Flow:ReorderHorizonSeconds=60"]);
        var study = new TestStudy(61, seed: 6);
        await using var gateway = new Gateway(broker, "bed-1", study);

        await gateway.BeginAsync();
        // What is missing lies too close behind the last sample to be asked for when that comes.
        await gateway.SendAsync(study.Blocks().Where(block => block.Sequence != 59));
        await host.WatchUntilAsync(seen =>
            seen.Any(item => item.Report?.Epoch == 1 || item.SnapshotNight?.Reports.Any(report => report.Epoch == 1) == true));
        await gateway.SendAsync("event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal([100L, 100L, 50L], night.Reports.First(report => report.Epoch == 1).Accounts.Select(account => account.Backfilled));
    }

    [Fact]
    public async Task Missing_samples_are_asked_for_and_filled_in()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var host = await ServiceHost.StartAsync(
            broker.Port, settings: ["Flow:BackfillIntervalMilliseconds=20", "Flow:ReorderHorizonSeconds=60"]);
        var study = new TestStudy(90, seed: 5);
        await using var gateway = new Gateway(broker, "bed-1", study);

        await gateway.BeginAsync();
        await gateway.SendAsync(study.Blocks().Where(block => block.Sequence is not (12 or 13)).Take(60));
        await gateway.SendAsync(study.Blocks().Skip(62));
        var decided = host.WatchUntilAsync(seen => seen.Any(item => item.Report?.Epoch == 0 || item.SnapshotNight?.Reports.Count > 0));
        // Requests are made when samples come, and not too often: the bed goes on.
        while (!decided.IsCompleted) await gateway.SendAsync("samples", study.Block(89, 90));
        await decided;
        await gateway.SendAsync("event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal([200L, 200L, 100L], night.Reports[0].Accounts.Select(account => account.Backfilled));
        Assert.All(night.Accounts, account => Assert.Equal(0, account.Lost));
        Assert.Equal(
            OfflineReports.Of(study, "bed-1", new InkStager()).Select(report => report.Probabilities),
            OfflineReports.Comparable(night.Reports).Select(report => report.Probabilities));
    }

    [Fact]
    public async Task Service_says_it_serves_only_while_the_broker_is_there()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var host = await ServiceHost.StartAsync(broker.Port);
        var health = new Health.HealthClient(host.Channel);
        using var http = new HttpClient();
        using var watch = health.Watch(new HealthCheckRequest { Service = "streaming.v1.SleepMonitor" }, cancellationToken: Stop);
        async Task UntilAsync(HealthCheckResponse.Types.ServingStatus status)
        {
            while (await watch.ResponseStream.MoveNext(Stop) && watch.ResponseStream.Current.Status != status) { }
        }

        await UntilAsync(HealthCheckResponse.Types.ServingStatus.Serving);
        Assert.StartsWith("ready\nbroker: connected\n", await http.GetStringAsync(new Uri(host.WebAddress + "/healthz"), Stop));
        await broker.StopAsync();
        await UntilAsync(HealthCheckResponse.Types.ServingStatus.NotServing);

        using var answer = await http.GetAsync(new Uri(host.WebAddress + "/healthz"), Stop);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>What the stage topic retains for whoever comes later.</summary>
    private static async Task<StageReport> LastFinalAsync(MosquittoBroker broker)
    {
        await using var client = new MqttClient(
            new MqttClientOptions { Host = broker.Host, Port = broker.Port, ClientId = "listener", CleanStart = true }, TimeProvider.System);
        await client.ConnectAsync(Stop);
        await client.SubscribeAsync([new MqttSubscription(TestStudy.Topic("+", "stage"))], Stop);
        while (true)
        {
            var received = await client.Messages.ReadAsync(Stop);
            var report = StageReport.Parser.ParseFrom(received.Payload.Span);
            if (report is { Revision: Revision.Final, Epoch: 7 }) return report;
        }
    }
}
