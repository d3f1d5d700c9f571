using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay;
using Streaming.Replay.Gateway;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Tests.Interop;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>The service process is ended again and again while a night is played to it through mosquitto; the night must not show it.</summary>
public sealed class KilledServiceTests : IDisposable
{
    private readonly string _store = Directory.CreateTempSubdirectory("streaming-killed-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public Task Night_is_whole_when_the_process_is_killed_at_any_time() => PlayAsync(epochs: 30, kills: 4, speed: 120, seed: 1, Disturbance.Kill);

    [Fact]
    public Task Night_is_whole_when_the_process_is_interrupted_at_any_time() => PlayAsync(epochs: 24, kills: 2, speed: 150, seed: 2, Disturbance.Interrupt);

    /// <summary>A machine that sleeps stands still with everything on it; the broker gives it up meanwhile.</summary>
    [Fact]
    public Task Night_is_whole_when_the_process_stands_still_for_longer_than_the_broker_waits() =>
        PlayAsync(epochs: 24, kills: 2, speed: 150, seed: 3, Disturbance.Sleep);

    [Theory]
    [Trait("Category", "Long")]
    [InlineData(11)]
    [InlineData(12)]
    [InlineData(13)]
    [InlineData(14)]
    public Task Long_night_is_whole_when_the_process_is_killed_often(int seed) =>
        PlayAsync(epochs: 240, kills: 20, speed: 100, seed, Disturbance.Kill);

    [Fact]
    public async Task Second_process_on_a_store_ends_and_names_it()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var first = ServiceProcess.Start(broker.Port, _store);
        await first.Started;

        await using var second = ServiceProcess.Start(broker.Port, _store);

        Assert.Equal(1, await second.ExitedAsync());
        Assert.DoesNotContain("   at ", second.Output, StringComparison.Ordinal); // a reason, not a stack trace
        Assert.Contains($"The store '{_store}' is in use", second.Output, StringComparison.Ordinal);
        Assert.Equal(0, await first.InterruptAsync());
    }

    private async Task PlayAsync(int epochs, int kills, double speed, int seed, Disturbance disturbance)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = epochs, ArtefactsPerHour = 20 }, (ulong)seed)
            .Simulate(new Guid(seed, 2, 0, new byte[8]), DateTimeOffset.UnixEpoch);
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        await using var listener = await WardListener.StartAsync(broker);
        var grpcPort = LoopbackPort.Free();
        await using var watcher = new ResumingWatcher(grpcPort);
        // First of all the service alone: what comes before its first subscription is nobody's.
        var process = ServiceProcess.Start(broker.Port, _store, grpcPort, "Ingest:KeepAliveSeconds=5");
        try
        {
            await process.ServingAsync();
            await watcher.BegunAsync();
            var playing = ReplayAsync(broker, night, speed);
            foreach (var instant in Instants(kills, night.Seconds, seed))
            {
                await listener.SentAsync(instant);
                process = await AgainAsync(process, broker, grpcPort, disturbance);
            }
            await listener.ReportedAsync(report => report.Revision == Revision.Revised && report.Epoch == epochs - 1);
            Assert.Equal(0, await playing);
            await watcher.ToldAsync(report => report.Revision == Revision.Revised && report.Epoch == epochs - 1);
            Assert.Equal(0, await process.InterruptAsync());
        }
        finally
        {
            await process.DisposeAsync();
        }
        await CheckAsync(night, listener);
        // A watcher that comes back with its last token is told every decision once.
        var told = watcher.Reports;
        Assert.All(told.CountBy(report => (report.Epoch, report.Revision)), count => Assert.Equal(1, count.Value));
        Assert.Equal(2 * epochs, told.Count);
        await CompareAsync(night);
    }

    /// <summary>The same night given to a service that nobody disturbs: samples, decisions and advisories on the signal are the same.</summary>
    private async Task CompareAsync(SimulatedNight night)
    {
        using var pool = ScoredReports.Pool();
        var model = ServedModel.Of(pool);
        await using var undisturbed = await ServiceHost.StartAsync(model: model);
        await undisturbed.FeedAsync("bed-1", "study", IngestMessages.Descriptor(night.Study));
        await undisturbed.FeedAsync("bed-1", night.Blocks().Select((block, n) => IngestMessages.Block(night.Study, block, (ulong)n)));
        await undisturbed.FeedAsync("bed-1", "event", IngestMessages.Ended(night.Study, new Streaming.Core.Signals.Rational(night.Seconds), night.End));
        var expected = await NightContents.OfAsync(undisturbed, night.Study.Id);
        await using var killed = await ServiceHost.StartAsync(store: _store, model: model);
        var actual = await NightContents.OfAsync(killed, night.Study.Id);

        Assert.Equal(expected.Reports, actual.Reports);
        Assert.Equal(expected.SignalAdvisories, actual.SignalAdvisories);
        if (night.Stages.Count >= 240) Assert.NotEmpty(expected.SignalAdvisories); // or there was nothing to compare
        Assert.Equal(expected.SamplesSha256, actual.SamplesSha256);
        Assert.Equal(expected.Samples, actual.Samples);
    }

    private async Task<ServiceProcess> AgainAsync(ServiceProcess process, MosquittoBroker broker, int grpcPort, Disturbance disturbance)
    {
        if (disturbance == Disturbance.Sleep)
        {
            await process.Started;
            await process.SleepAsync(TimeSpan.FromSeconds(9));
            return process;
        }
        if (disturbance == Disturbance.Interrupt)
        {
            await process.Started;
            Assert.Equal((0, ""), (await process.InterruptAsync(), Complaints(process.Output)));
        }
        else
        {
            await process.KillAsync();
        }
        await process.DisposeAsync();
        return ServiceProcess.Start(broker.Port, _store, grpcPort);
    }

    private async Task CheckAsync(SimulatedNight night, WardListener listener)
    {
        await using var log = NightLog.Open(_store, 1, NullLogger.Instance);
        using var reader = log.Read();
        var study = reader.FindStudy(night.Study.Id.ToString())!;
        var reports = reader.Reports(study.Id, allRevisions: true);

        Assert.Equal(ScoredReports.Of(night.Study, night.Blocks(), night.End, new BedKey("lab", "bed-1")), OfflineReports.Comparable(reports));
        Assert.Equal(2 * night.Stages.Count, reports.Count);
        Assert.True(study.IsEnded);
        Assert.All(study.Accounts, account => Assert.Equal((0L, account.Expected), (account.Lost, account.Received)));
        // Told once by the log, and at least once, with the same bytes, by the stage topic.
        var told = reader.Deltas(0, int.MaxValue).Where(delta => !delta.Report.IsEmpty).Select(delta => StageReport.Parser.ParseFrom(delta.Report.Span)).ToList();
        Assert.Equal(reports.OrderBy(report => report.CommitSequence), told);
        Assert.Equal(told.ToHashSet(), listener.Reports.ToHashSet());
    }

    private enum Disturbance
    {
        Kill,
        Interrupt,
        Sleep,
    }

    /// <summary>Blocks of a second at whose sending the process ends.</summary>
    private static List<long> Instants(int count, int seconds, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => random.NextInt64(seconds)).Order()];
    }

    private static string Complaints(string output) =>
        string.Join('\n', output.Split('\n')
            .Where(line => line.StartsWith("fail:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal)));

    private static async Task<int> ReplayAsync(MosquittoBroker broker, SimulatedNight night, double speed)
    {
        using var source = new SimulatedNightSource(night);
        var options = new ReplayOptions(source, new MqttClientOptions { ClientId = "replay", Port = broker.Port })
        {
            Site = "lab", Bed = "bed-1", IsBedNamed = true, Play = new PlayOptions { Speed = speed },
        };
        return await new ReplayRun(options, TimeProvider.System, TextWriter.Null).RunAsync(Stop);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
