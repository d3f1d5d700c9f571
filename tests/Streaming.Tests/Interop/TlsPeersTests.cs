using System.Text.RegularExpressions;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Interop;

/// <summary>Clients, a gateway and a broker of other makers speak TLS to the service, with certificates that docs/security.md's own lines make.</summary>
public sealed class TlsPeersTests : IAsyncLifetime
{
    private const string Refused = "error: UNAVAILABLE ";

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-tls-peers-").FullName;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        if (MosquittoBroker.FindProgram("openssl") is null) Assert.Skip("openssl is not installed");
        var page = await File.ReadAllTextAsync(Repository.At("docs", "security.md"), Cancellation);
        var lines = Regex.Match(page, "```\\n(openssl req .*?)```", RegexOptions.Singleline).Groups[1].Value;
        await using var maker = PeerProcess.StartIn(_folder, "bash", "-euc", lines);
        var (status, said) = await maker.FinishAsync(Cancellation);
        Assert.True(status == 0, string.Join('\n', said));
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Debian_s_python_watches_with_a_certificate_of_its_own()
    {
        if (MosquittoBroker.FindProgram("protoc") is null) Assert.Skip("protoc is not installed: bash deploy/prerequisites.sh --tests");
        await using (var protoc = PeerProcess.Start(
            "protoc", "-I", Repository.At("protos"), $"--python_out={_folder}", "streaming/v1/ingest.proto", "streaming/v1/monitor.proto"))
            Assert.Equal(0, (await protoc.FinishAsync(Cancellation)).Status);
        await AssertWatchesAsync("watch.py", "/usr/bin/python3");
    }

    [Fact]
    public async Task Grpc_js_watches_with_a_certificate_of_its_own()
    {
        LinkNodeModules();
        await AssertWatchesAsync("watch.mjs", "node", Repository.At("protos"));
    }

    [Fact]
    public async Task Night_of_an_npm_gateway_comes_through_a_broker_that_demands_certificates()
    {
        LinkNodeModules();
        File.Copy(Repository.At("docs", "examples", "gateway.mjs"), At("gateway.mjs"));
        await using var broker = await MosquittoBroker.StartAsync(
            _ => [$"cafile {At("authority.crt")}", $"certfile {At("broker.crt")}", $"keyfile {At("broker.key")}", "require_certificate true"], Cancellation);
        await using var host = await ServiceHost.StartAsync(broker.Port, settings:
        [
            "Ingest:Tls=true", $"Ingest:CertificateAuthorityFile={At("authority.crt")}",
            $"Ingest:ClientCertificateFile={At("service.crt")}", $"Ingest:ClientKeyFile={At("service.key")}",
        ]);
        await host.ServingAsync();

        await using var gateway = PeerProcess.StartIn(
            _folder, "env", $"MQTT_CA={At("authority.crt")}", $"MQTT_CERTIFICATE={At("station-3.crt")}", $"MQTT_KEY={At("station-3.key")}",
            "node", "gateway.mjs", $"127.0.0.1:{broker.Port}", Repository.At("protos"), "lab", "bed-1", "65", "100");
        var said = await gateway.ReadLineAsync(Cancellation);

        Assert.StartsWith("study ", said, StringComparison.Ordinal);
        var night = await host.EndedNightAsync(said.Split(' ')[1]);
        Assert.Equal([0L, 1L], night.Reports.Where(report => report.Revision == Revision.Final).Select(report => report.Epoch));
        Assert.All(night.Accounts, account => Assert.Equal((12_000L, 12_000L), (account.Expected, account.Received + account.Backfilled)));
    }

    private string At(string name) => Path.Combine(_folder, name);

    private void LinkNodeModules()
    {
        var modules = Repository.At("tests", "Streaming.Tests", "Interop", "peers", "node_modules");
        if (!Directory.Exists(modules)) Assert.Skip("npm packages of the peers are not installed: npm ci in tests/Streaming.Tests/Interop/peers");
        Directory.CreateSymbolicLink(At("node_modules"), modules);
    }

    /// <summary>An example of docs/examples: with its certificate it prints the decisions, without it is refused, and another authority's word counts for nothing.</summary>
    private async Task AssertWatchesAsync(string example, string program, params string[] protos)
    {
        File.Copy(Repository.At("docs", "examples", example), At(example));
        using var stranger = new TestAuthority(_folder, "stranger-authority");
        stranger.Issue("stranger");
        var study = new TestStudy(60, seed: 91);
        await using var host = await ServiceHost.StartAsync(settings:
        [
            $"Serving:CertificateFile={At("server.crt")}", $"Serving:KeyFile={At("server.key")}", $"Serving:ClientAuthorityFile={At("authority.crt")}",
        ]);
        await host.FeedAsync("bed-1", study);
        string[] begin = [example, new Uri(host.Address).Authority, .. protos, ""];

        Assert.StartsWith("lab bed-1 0 ", await SaysAsync("authority.crt", "station-3.crt", "station-3.key"), StringComparison.Ordinal);
        foreach (var files in (string[][])[["authority.crt"], ["authority.crt", "stranger.crt", "stranger.key"], ["stranger-authority.crt", "station-3.crt", "station-3.key"]])
            Assert.StartsWith(Refused, await SaysAsync(files), StringComparison.Ordinal);

        async Task<string> SaysAsync(params string[] files)
        {
            await using var watcher = PeerProcess.StartIn(_folder, program, [.. begin, .. files.Select(At)]);
            // What a library grumbles about is between.
            string line;
            do line = await watcher.ReadLineAsync(Cancellation);
            while (line.StartsWith("error: ", StringComparison.Ordinal) && !line.StartsWith(Refused, StringComparison.Ordinal));
            return line;
        }
    }
}
