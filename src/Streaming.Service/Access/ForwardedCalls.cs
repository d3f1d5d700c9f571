using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;
using Streaming.Service.Serving;

namespace Streaming.Service.Access;

/// <summary>Calls that a reverse proxy hands on: whose they are, and by what they are known.</summary>
internal static class ForwardedCalls
{
    // The last is what is left of the first where it has been believed.
    private static readonly string[] s_traces =
        ["X-Forwarded-For", "Forwarded", "X-Real-IP", "X-Forwarded-Host", "X-Forwarded-Proto", "Via", "X-Original-For"];

    /// <summary>The framework has a switch of its own, in the environment, that believes everybody: audit and limits would go by what a caller writes.</summary>
    public static void BelieveNobodyElse(this WebApplicationBuilder builder) =>
        builder.Configuration.AddInMemoryCollection([new KeyValuePair<string, string?>("ForwardedHeaders_Enabled", "false")]);

    /// <summary>Audit and limits then go by the address that named proxies tell. Of others it is not believed: anybody could write it.</summary>
    public static void UseForwardedCalls(this WebApplication app)
    {
        var proxies = ProxyList.Read(app.Services.GetRequiredService<IOptions<ServingOptions>>().Value.Proxies).Networks;
        if (proxies.Count == 0) return;
        // No limit: of a chain of proxies the last address that is not one of ours counts.
        var options = new ForwardedHeadersOptions { ForwardedHeaders = ForwardedHeaders.XForwardedFor, ForwardLimit = null };
        options.KnownProxies.Clear();
        options.KnownIPNetworks.Clear();
        foreach (var network in proxies) options.KnownIPNetworks.Add(network);
        app.UseForwardedHeaders(options);
    }

    /// <summary>Whether somebody on this machine called the service itself. A proxy in front of a service on loopback makes all its callers look so, but for what
    /// it adds: a header, the name that was called, or HTTP/1.0, which nginx speaks unless told otherwise. So does a page elsewhere whose name was made to
    /// mean this machine.</summary>
    public static bool IsLocal(HttpContext http) =>
        http.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
        && !HttpProtocol.IsHttp10(http.Request.Protocol)
        && IsLocalName(http.Request.Host.Host)
        && !s_traces.Any(http.Request.Headers.ContainsKey);

    private static bool IsLocalName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));
}
