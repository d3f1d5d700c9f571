using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Answers UNIMPLEMENTED.</summary>
internal sealed class UnimplementedCallHandler(GrpcHost host, string? reason = null) : ServerCallHandler(host)
{
    protected override Task ExecuteAsync(HttpServerCall call) =>
        throw new RpcException(new Status(StatusCode.Unimplemented, reason ?? $"{call.Method} is not a method of this server."));
}
