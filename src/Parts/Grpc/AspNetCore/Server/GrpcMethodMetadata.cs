using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Says which service and method an endpoint is.</summary>
public sealed class GrpcMethodMetadata(Type serviceType, IMethod method)
{
    public Type ServiceType { get; } = serviceType;

    public IMethod Method { get; } = method;
}
