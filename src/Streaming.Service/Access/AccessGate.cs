using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Data.Sqlite;
using Streaming.Service.Ingest;

namespace Streaming.Service.Access;

/// <summary>Stands before every call: who is it, may it, does it ask too much. Refused calls are audited; so is everything that writes or exports.</summary>
internal sealed partial class AccessGate(
    RequestDelegate next, AccessPolicy policy, AccessStore store, CallLimits limits, TimeProvider time, ILogger<AccessGate> logger)
{
    public async Task InvokeAsync(HttpContext http)
    {
        // Nothing of ours is there (404, 405).
        if (http.GetEndpoint() is not RouteEndpoint endpoint)
        {
            await next(http);
            return;
        }
        var route = endpoint.RoutePattern.RawText ?? "";
        if (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null)
        {
            await PassAnybodyAsync(http, route);
            return;
        }
        var needed = MethodRoles.Of(route);
        var (caller, fault) = policy.Identify(http);
        if (caller is null)
        {
            await RefuseAsync(http, StatusCode.Unauthenticated, fault!, "");
            return;
        }
        if (caller.Grant is { } grant && grant.Role < needed)
        {
            await RefuseAsync(http, StatusCode.PermissionDenied, $"this needs the role {Word(needed)}; the token has {Word(grant.Role)}", caller.Peer);
            return;
        }
        if (!limits.MayCall(caller.Peer))
        {
            await RefuseAsync(http, StatusCode.ResourceExhausted, limits.TooManyCalls, caller.Peer);
            return;
        }
        http.Features.Set(caller);
        await PassAsync(http, route, caller);
    }

    /// <summary>What needs no token costs little; but a call that is never sent whole, or a stream of it, costs that for as long as its caller likes.</summary>
    private async Task PassAnybodyAsync(HttpContext http, string route)
    {
        using var held = MethodRoles.IsCall(route) ? limits.TryHoldStream("anybody at " + Address(http)) : NoStream.Instance;
        if (held is null) await RefuseAsync(http, StatusCode.ResourceExhausted, limits.TooManyStreams, "");
        else await next(http);
    }

    private async Task PassAsync(HttpContext http, string route, Caller caller)
    {
        var isStream = MethodRoles.IsStream(route);
        using var held = isStream ? limits.TryHoldStream(caller.Peer) : limits.TryHoldCall(caller.Peer);
        if (held is null)
        {
            await RefuseAsync(http, StatusCode.ResourceExhausted, isStream ? limits.TooManyStreams : limits.TooManyAtOnce, caller.Peer);
            return;
        }
        var isBroken = true;
        try
        {
            await next(http);
            isBroken = false;
        }
        finally
        {
            // Who hangs up before the end has had what came before it.
            if (MethodRoles.IsAudited(route)) Audit(caller.Peer, Action(http), isBroken ? "broken off" : Outcome(http));
        }
    }

    private async Task RefuseAsync(HttpContext http, StatusCode code, string reason, string peer)
    {
        var address = Address(http);
        if (limits.MayBeRefusedAloud(address))
        {
            var who = peer.Length > 0 ? $"{peer} at {address}" : address;
            Audit(who, Action(http), $"{code}: {reason}");
            LogRefused(Action(http), address, code, reason);
        }
        await RefusedCall.AnswerAsync(http, code, reason);
    }

    // What a full disk keeps from the record goes to the log instead: the caller has the answer that is due, not a broken stream.
    private void Audit(string peer, string action, string outcome)
    {
        try
        {
            store.Audit(time.GetUtcNow(), peer, action, outcome);
        }
        catch (SqliteException refused)
        {
            LogUnaudited(action, peer, outcome, refused.Message);
        }
    }

    private static string Address(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private static string Word(Role role) => role.ToString().ToLowerInvariant();

    // As it was mapped; of what a caller typed no more than a name: it can be anything.
    private static string Action(HttpContext http)
    {
        var route = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var last = route[(route.LastIndexOf('/') + 1)..];
        if (last is not ['{', .., '}']) return last;
        return http.GetRouteValue(last[1..^1])?.ToString() is { } typed && BedKey.IsName(typed) ? typed : "unknown";
    }

    // A call that failed for another reason than access left nothing behind, and says so.
    private static string Outcome(HttpContext http) => RefusedCall.StatusOf(http) switch
    {
        "0" => "done",
        { } status => $"status {status}",
        null => http.Response.StatusCode < StatusCodes.Status400BadRequest ? "done" : $"HTTP {http.Response.StatusCode}",
    };

    [LoggerMessage(6001, LogLevel.Warning, "Refused {Action} of {Address}: {Code}, {Reason}")]
    private partial void LogRefused(string action, string address, StatusCode code, string reason);

    [LoggerMessage(6003, LogLevel.Error, "Not in the audit, since the store refuses: {Action} by {Peer}: {Outcome} ({Reason})")]
    private partial void LogUnaudited(string action, string peer, string outcome, string reason);

    private sealed class NoStream : IDisposable
    {
        public static NoStream Instance { get; } = new();

        public void Dispose()
        {
        }
    }
}
