using Grpc.AspNetCore.Server;
using Microsoft.AspNetCore.Http;

namespace Grpc.Core;

/// <summary>From the call to its HTTP request.</summary>
public static class ServerCallContextExtensions
{
    public static HttpContext GetHttpContext(this ServerCallContext serverCallContext) => serverCallContext is HttpServerCall call
        ? call.HttpContext
        : throw new InvalidOperationException("This call did not come in over HTTP.");
}
