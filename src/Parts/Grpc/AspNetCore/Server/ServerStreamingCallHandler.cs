using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class ServerStreamingCallHandler<TService, TRequest, TResponse>(
    GrpcHost host, Method<TRequest, TResponse> method, Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
    : MethodCallHandler<TService, TRequest, TResponse>(host, method)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override Task InvokeAsync(TService service, TRequest request, HttpServerCall call) =>
        invoke(service, request, new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller), call);
}
