using Grpc.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Grpc.AspNetCore.Server;

/// <summary>Keeps the endpoints for unknown methods from taking requests that are not gRPC.</summary>
internal sealed class GrpcContentTypeConstraint : IRouteConstraint
{
    public bool Match(HttpContext? httpContext, IRouter? route, string routeKey, RouteValueDictionary values, RouteDirection routeDirection) =>
        httpContext?.Request is { Method: "POST" } request
        && (GrpcHeaders.IsGrpc(request.ContentType) || GrpcHeaders.IsGrpcWeb(request.ContentType));
}
