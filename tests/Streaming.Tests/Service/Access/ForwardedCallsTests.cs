using System.Net;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Access;

namespace Streaming.Tests.Service.Access;

/// <summary>A reverse proxy on this machine makes all its callers look as if they were on it: none of them is taken for that, and a named one says who they are.</summary>
public sealed class ForwardedCallsTests
{
    [Theory]
    [InlineData("127.0.0.1", null, "1.1", true)]
    [InlineData("localhost", null, "1.1", true)]
    [InlineData("[::1]", null, "1.1", true)]
    [InlineData("sleep.example", null, "1.1", false)] // the name its callers use; or a page elsewhere whose name was made to mean this machine
    [InlineData("127.0.0.1", "X-Forwarded-For", "1.1", false)]
    [InlineData("127.0.0.1", "X-Forwarded-Proto", "1.1", false)]
    [InlineData("127.0.0.1", "X-Real-IP", "1.1", false)]
    [InlineData("127.0.0.1", "Forwarded", "1.1", false)]
    [InlineData("127.0.0.1", "Via", "1.1", false)]
    [InlineData("127.0.0.1", null, "1.0", false)] // what nginx speaks unless told otherwise
    public async Task Call_by_way_of_a_proxy_needs_a_token_also_on_loopback(string name, string? header, string version, bool isLocal)
    {
        await using var host = await ServiceHost.StartAsync();

        var answer = await AskAsync(host, name, version, header is null ? null : (header, "203.0.113.7"));

        Assert.Equal(isLocal ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, answer);
    }

    [Fact]
    public async Task Named_proxy_is_believed_about_who_calls_and_tokens_are_asked_for()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:Proxies=127.0.0.1", "Access:RefusalsPerMinute=1"]);

        // The first of the list is what a caller said of itself.
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, "localhost", "1.1", ("X-Forwarded-For", "192.0.2.1, 203.0.113.7")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, "localhost", "1.1", ("X-Forwarded-For", "203.0.113.8")));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(host, "localhost", "1.1", null));

        Assert.Equal(["127.0.0.1", "203.0.113.7", "203.0.113.8"], Refused(host));
    }

    [Fact]
    public async Task Word_of_a_proxy_that_is_not_named_counts_for_nothing()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Serving:Proxies=192.0.2.0/24"]);

        await AskAsync(host, "localhost", "1.1", ("X-Forwarded-For", "203.0.113.7"));

        Assert.Equal(["127.0.0.1"], Refused(host));
    }

    [Theory]
    [InlineData("", 0, null)]
    [InlineData("127.0.0.1, 10.1.0.0/16,::1", 3, null)]
    [InlineData("proxy.example", 0, "'proxy.example' is neither an address")]
    [InlineData("127.0.0.1,", 0, "'' is neither an address")]
    [InlineData("10.1.0.0/33", 0, "'10.1.0.0/33' is neither an address")]
    [InlineData("0.0.0.0/0", 0, "'0.0.0.0/0' is everybody")]
    public void Proxies_are_addresses_and_networks(string text, int count, string? fault)
    {
        var (networks, said) = ProxyList.Read(text);

        Assert.Equal(count, networks.Count);
        Assert.StartsWith(fault ?? "", said ?? "", StringComparison.Ordinal);
        Assert.Equal(fault is null, said is null);
    }

    private static List<string> Refused(ServiceHost host) =>
        [.. host.Services.GetRequiredService<AccessStore>().AuditTail(10).Select(entry => entry.Peer).Order(StringComparer.Ordinal)];

    private static async Task<HttpStatusCode> AskAsync(ServiceHost host, string name, string version, (string Name, string Value)? header)
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, host.WebAddress + "/metrics")
        {
            Version = Version.Parse(version),
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Headers = { Host = name },
        };
        if (header is { } added) request.Headers.TryAddWithoutValidation(added.Name, added.Value);
        using var answer = await http.SendAsync(request, TestContext.Current.CancellationToken);
        return answer.StatusCode;
    }
}
