using Grpc.Core;

namespace Grpc.AspNetCore.Server;

internal sealed class UnaryCallHandler<TService, TRequest, TResponse>(
    GrpcHost host, Method<TRequest, TResponse> method, Func<TService, TRequest, ServerCallContext, Task<TResponse>> invoke)
    : MethodCallHandler<TService, TRequest, TResponse>(host, method)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    protected override async Task InvokeAsync(TService service, HttpServerCall call)
    {
        var request = await call.ReadRequestAsync(Method.RequestMarshaller).ConfigureAwait(false);
        var response = await invoke(service, request, call).ConfigureAwait(false)
            ?? throw new RpcException(new Status(StatusCode.Cancelled, "The method returned no message."));
        await call.WriteMessageAsync(response, Method.ResponseMarshaller, flush: false, call.CancellationToken).ConfigureAwait(false);
    }
}
