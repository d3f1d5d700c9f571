using Streaming.Tests.Interop;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Docs;

/// <summary>The gateway of docs/examples runs as it stands, through a real broker.</summary>
public sealed class GatewayExampleTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-example-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The broker tells by the will that the gateway is gone; whoever comes back has to say so, or counts as offline for the rest of the night.</summary>
    [Fact]
    public async Task Example_is_online_again_after_the_broker_was_away_and_loses_nothing()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(broker.Port);
        await host.ServingAsync();
        await using var gateway = Start(broker, 245, 20);
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Epoch: 0 } || item.SnapshotNight?.Reports.Count > 0));

        var back = host.WatchUntilAsync(
            seen => seen.Select(item => item.Bed).OfType<Bed>().SkipWhile(bed => bed.GatewayOnline).Any(bed => bed.GatewayOnline));
        await broker.StopAsync();
        await broker.StartAgainAsync(TestContext.Current.CancellationToken);

        await back;
        var night = await host.EndedNightAsync((await gateway.ReadLineAsync(TestContext.Current.CancellationToken)).Split(' ')[1]);
        Assert.All(night.Accounts, account => Assert.Equal((48_000L, 48_000L), (account.Expected, account.Received + account.Backfilled)));
    }

    [Fact]
    public async Task Every_sample_of_the_example_arrives_and_its_night_ends()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(broker.Port);
        await host.ServingAsync();
        await using var gateway = Start(broker, 95, 100);
        var said = await gateway.ReadLineAsync(TestContext.Current.CancellationToken);

        Assert.StartsWith("study ", said, StringComparison.Ordinal);
        var night = await host.EndedNightAsync(said.Split(' ')[1]);
        Assert.Equal([0L, 1L, 2L], night.Reports.Where(report => report.Revision == Revision.Final).Select(report => report.Epoch));
        Assert.All(night.Accounts, account => Assert.Equal((18_000L, 18_000L), (account.Expected, account.Received + account.Backfilled)));
        Assert.Equal([false, true], night.Lights.Select(mark => mark.On));
        Assert.DoesNotContain(night.Advisories, advisory => advisory.Cause.StartsWith("malformed", StringComparison.Ordinal));
    }

    private PeerProcess Start(MosquittoBroker broker, int seconds, int speed)
    {
        ExampleFolder.LinkPackages(_folder);
        ExampleFolder.Copy(_folder, "gateway.mjs");
        return PeerProcess.StartIn(_folder, "node", "gateway.mjs", $"127.0.0.1:{broker.Port}", Repository.At("protos"), "lab", "bed-1", $"{seconds}", $"{speed}");
    }
}
