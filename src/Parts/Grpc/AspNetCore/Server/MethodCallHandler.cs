using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;

namespace Grpc.AspNetCore.Server;

/// <summary>Makes the service and lets it answer.</summary>
internal abstract class MethodCallHandler<TService, TRequest, TResponse>(GrpcHost host, Method<TRequest, TResponse> method) : ServerCallHandler(host)
    where TService : class
    where TRequest : class
    where TResponse : class
{
    private static readonly ObjectFactory<TService> CreateService = ActivatorUtilities.CreateFactory<TService>([]);

    protected Method<TRequest, TResponse> Method { get; } = method;

    protected override async Task ExecuteAsync(HttpServerCall call)
    {
        var services = call.HttpContext.RequestServices;
        if (services.GetService<TService>() is { } registered)
        {
            await InvokeAsync(registered, call).ConfigureAwait(false);
            return;
        }

        var made = CreateService(services, []);
        try
        {
            await InvokeAsync(made, call).ConfigureAwait(false);
        }
        finally
        {
            if (made is IAsyncDisposable asyncDisposable)
                await asyncDisposable.DisposeAsync().ConfigureAwait(false);
            else
                (made as IDisposable)?.Dispose();
        }
    }

    protected abstract Task InvokeAsync(TService service, HttpServerCall call);
}
