namespace Grpc.AspNetCore.Server;

/// <summary>Options of all gRPC services of the host.</summary>
public sealed class GrpcServiceOptions
{
    /// <summary>The protocol's customary limit of a received message.</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Bytes; null for no limit. A larger message ends the call with RESOURCE_EXHAUSTED before it is buffered.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>Bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Tells clients the message of an exception a handler threw. Off by default: it may hold what clients must not see.</summary>
    public bool? EnableDetailedErrors { get; set; }
}
