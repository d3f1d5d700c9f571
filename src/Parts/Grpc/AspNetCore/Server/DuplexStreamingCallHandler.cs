using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class DuplexStreamingCallHandler<TService, TRequest, TResponse>(
    GrpcHost host, Method<TRequest, TResponse> method,
    Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
    : MethodCallHandler<TService, TRequest, TResponse>(host, method)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override Task InvokeAsync(TService service, HttpServerCall call) => invoke(
        service, new RequestStreamReader<TRequest>(call, Method.RequestMarshaller), new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller), call);
}
