using Streaming.Service.Access;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service;
using Streaming.Tests.Service.Access;

namespace Streaming.Tests.Interop.Proxy;

/// <summary>The watchers of docs/examples through a genuine nginx with the file of deploy/.</summary>
public sealed class ProxyExampleTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/usr/bin/python3", "watch.py")]
    [InlineData("node", "watch.mjs")]
    public async Task Watcher_of_another_maker_goes_on_behind_a_proxy_that_was_away(string program, string example)
    {
        await using var guarded = await GuardedHost.StartAsync("Serving:Proxies=127.0.0.1");
        await using var proxy = await NginxProxy.StartAsync(guarded.Host.Address, guarded.Host.WebAddress);
        using var folder = await ExampleFolder.MakeAsync(example);
        string[] protos = example == "watch.mjs" ? [Repository.At("protos")] : [];
        await using var watcher = PeerProcess.StartIn(
            folder.Path, program, [example, $"127.0.0.1:{proxy.Port}", .. protos, guarded.Issue(Role.Viewer), proxy.AuthorityFile]);
        var known = new List<string> { await LineAsync(watcher), await LineAsync(watcher), await LineAsync(watcher), await LineAsync(watcher) };

        await proxy.StopAsync();
        await proxy.StartAgainAsync();
        await guarded.Host.FeedAsync("bed-3", new TestStudy(60, seed: 503));
        var told = new List<string> { await LineAsync(watcher), await LineAsync(watcher) };

        Assert.All(known, line => Assert.Matches("^lab bed-[12] [01] ", line));
        Assert.All(told, line => Assert.StartsWith("lab bed-3 ", line, StringComparison.Ordinal)); // nothing of before is told again
    }

    private static async Task<string> LineAsync(PeerProcess watcher)
    {
        string line;
        do line = await watcher.ReadLineAsync(Cancellation);
        while (line.StartsWith("error: ", StringComparison.Ordinal));
        return line;
    }
}
