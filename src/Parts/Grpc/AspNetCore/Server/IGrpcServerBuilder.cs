using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>What AddGrpc returns, for further registration.</summary>
public interface IGrpcServerBuilder
{
    IServiceCollection Services { get; }
}
