using System.Net;
using Microsoft.Extensions.Options;
using Streaming.Service.Serving;

namespace Streaming.Service.Access;

/// <summary>Who a caller is and whether that is enough.</summary>
internal sealed class AccessPolicy(AccessStore store, IOptions<AccessOptions> access, IOptions<ServingOptions> serving, TimeProvider time)
{
    private const string Scheme = "Bearer ";

    // Nobody but this machine's own users comes by loopback, unless a proxy is there.
    private readonly bool _trustsThisMachine = serving.Value.Proxies.Length == 0 && IPAddress.IsLoopback(IPAddress.Parse(serving.Value.Address));

    /// <summary>The caller, or why nobody: the header is missing, or the token unknown, expired or revoked.</summary>
    public (Caller? Caller, string? Fault) Identify(HttpContext http)
    {
        var address = http.Connection.RemoteIpAddress?.ToString() ?? "unknown";
        var header = http.Request.Headers.Authorization.ToString();
        if (header.Length == 0) return AsksForToken(http) ? (null, "no token was shown") : (new Caller(null, address), null);
        if (!header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)) return (null, "authorization must be 'Bearer TOKEN'");
        // A token that is shown counts, also where none is asked for: nobody may think more is allowed than will be elsewhere.
        if (store.FindBySecret(header[Scheme.Length..].Trim()) is not { } grant) return (null, "the token is unknown");
        return grant.FaultAt(time.GetUtcNow()) is { } fault ? (null, fault) : (new Caller(grant, $"{grant.Id} {grant.Name}"), null);
    }

    private bool AsksForToken(HttpContext http) => access.Value.Tokens switch
    {
        TokenRule.Always => true,
        TokenRule.Never => false,
        _ => !_trustsThisMachine || !ForwardedCalls.IsLocal(http),
    };

    /// <summary>Why a caller who is on a stream may not stay, or null: asked at every heartbeat.</summary>
    public string? FaultOf(Caller caller)
    {
        if (caller.Grant is not { } grant) return null;
        return store.Find(grant.Id) is { } now ? now.FaultAt(time.GetUtcNow()) : "the token is unknown";
    }
}
