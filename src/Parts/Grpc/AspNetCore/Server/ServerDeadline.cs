using Grpc.Core;
using Grpc.Framing;

namespace Grpc.AspNetCore.Server;

/// <summary>The moment until which the client waits.</summary>
internal readonly record struct ServerDeadline(TimeSpan? Timeout, DateTime Utc)
{
    public static readonly ServerDeadline None = new(null, DateTime.MaxValue);

    /// <exception cref="RpcException">The header is not a timeout.</exception>
    public static ServerDeadline Parse(string? header, TimeProvider time)
    {
        if (string.IsNullOrEmpty(header))
            return None;
        if (!GrpcTimeout.TryParse(header, out var timeout))
            throw new RpcException(new Status(
                StatusCode.Internal, $"{GrpcHeaders.Timeout} '{header}' is not up to eight digits and a unit (H M S m u n)."));
        var now = time.GetUtcNow().UtcDateTime;
        return timeout < DateTime.MaxValue - now ? new ServerDeadline(timeout, now + timeout) : None;
    }
}
