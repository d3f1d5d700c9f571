using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class ServerStreamingCallHandler<TService, TRequest, TResponse>(
    GrpcHost host, Method<TRequest, TResponse> method, Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task> invoke)
    : MethodCallHandler<TService, TRequest, TResponse>(host, method)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(TService service, HttpServerCall call)
    {
        var request = await call.ReadRequestAsync(Method.RequestMarshaller).ConfigureAwait(false);
        await invoke(service, request, new ServerStreamWriter<TResponse>(call, Method.ResponseMarshaller), call).ConfigureAwait(false);
    }
}
