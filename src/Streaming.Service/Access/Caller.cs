using Grpc.Core;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Access;

/// <summary>Who makes a call, as the gate found out.</summary>
/// <param name="Grant">Null: no token is asked for here, and the caller may do everything.</param>
/// <param name="Peer">For audit and limits: the token, else the address.</param>
internal sealed record Caller(TokenGrant? Grant, string Peer)
{
    public Scope Scope => Grant?.Scope ?? Scope.Everything;

    public static Caller Of(ServerCallContext context) => Of(context.GetHttpContext());

    /// <exception cref="InvalidOperationException">Nobody asked who calls: nothing is answered.</exception>
    public static Caller Of(HttpContext http) => http.Features.Get<Caller>() ?? throw new InvalidOperationException("The gate did not pass this call.");

    /// <exception cref="RpcException">PERMISSION_DENIED: the bed is out of the token's scope.</exception>
    public void Demand(BedKey bed)
    {
        if (!Scope.Covers(bed)) throw Refusal();
    }

    /// <exception cref="RpcException">PERMISSION_DENIED: not all that is asked for is in the token's scope.</exception>
    public void Demand(BedRef asked)
    {
        if (!Scope.Covers(asked)) throw Refusal();
    }

    private RpcException Refusal() => new(new Status(StatusCode.PermissionDenied, $"the token reaches {Scope} only"));
}
