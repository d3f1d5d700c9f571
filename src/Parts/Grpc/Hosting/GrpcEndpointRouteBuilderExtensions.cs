// The namespace is that of the vendor package, so that hosts need no change when it is swapped in.
using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps gRPC services.</summary>
public static class GrpcEndpointRouteBuilderExtensions
{
    /// <summary>Maps every method of a service that derives from a generated base; a service is made for each call unless it is registered.</summary>
    public static GrpcServiceEndpointConventionBuilder MapGrpcService<TService>(this IEndpointRouteBuilder builder)
        where TService : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        var host = builder.ServiceProvider.GetService<GrpcHost>()
            ?? throw new InvalidOperationException("Call services.AddGrpc() before mapping gRPC services.");
        var binder = new ServiceMethodBinder<TService>(builder, host);
        binder.BindAll();
        MapUnknownMethods(builder, host);
        return new GrpcServiceEndpointConventionBuilder(binder.Endpoints);
    }

    private static void MapUnknownMethods(IEndpointRouteBuilder builder, GrpcHost host)
    {
        if (host.UnknownMethodsMapped)
            return;
        host.UnknownMethodsMapped = true;
        var pattern = RoutePatternFactory.Parse(
            "{grpcService}/{grpcMethod}", defaults: null, parameterPolicies: new { grpcMethod = new GrpcContentTypeConstraint() });
        builder.Map(pattern, new UnimplementedCallHandler(host).HandleAsync).WithDisplayName("gRPC - unknown method");
    }
}
