using Streaming.Tests.Interop;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Docs;

/// <summary>The gateway of docs/examples runs as it stands, through a real broker.</summary>
public sealed class GatewayExampleTests
{
    private const int Seconds = 95;

    [Fact]
    public async Task Every_sample_of_the_example_arrives_and_its_night_ends()
    {
        var modules = Repository.At("tests", "Streaming.Tests", "Interop", "peers", "node_modules");
        if (!Directory.Exists(modules)) Assert.Skip("npm packages of the peers are not installed: npm ci in tests/Streaming.Tests/Interop/peers");
        var folder = Directory.CreateTempSubdirectory("streaming-example-").FullName;
        try
        {
            Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
            File.Copy(Repository.At("docs", "examples", "gateway.mjs"), Path.Combine(folder, "gateway.mjs"));
            await using var broker = await MosquittoBroker.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
            await using var host = await ServiceHost.StartAsync(broker.Port);
            await host.ServingAsync();

            await using var gateway = PeerProcess.StartIn(
                folder, "node", "gateway.mjs", $"127.0.0.1:{broker.Port}", Repository.At("protos"), "lab", "bed-1", $"{Seconds}", "100");
            var said = await gateway.ReadLineAsync(TestContext.Current.CancellationToken);

            Assert.StartsWith("study ", said, StringComparison.Ordinal);
            var night = await host.EndedNightAsync(said.Split(' ')[1]);
            Assert.Equal([0L, 1L, 2L], night.Reports.Where(report => report.Revision == Revision.Final).Select(report => report.Epoch));
            Assert.All(night.Accounts, account => Assert.Equal((18_000L, 18_000L), (account.Expected, account.Received + account.Backfilled)));
            Assert.Equal([false, true], night.Lights.Select(mark => mark.On));
            Assert.DoesNotContain(night.Advisories, advisory => advisory.Cause.StartsWith("malformed", StringComparison.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
