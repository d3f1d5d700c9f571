using System.Reflection;
using Grpc.Core;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;

namespace Grpc.AspNetCore.Server;

/// <summary>Maps one endpoint per method that generated code binds; it calls the method of a <typeparamref name="TService"/>.</summary>
internal sealed class ServiceMethodBinder<TService>(IEndpointRouteBuilder endpoints, GrpcHost host) : ServiceBinderBase
    where TService : class
{
    public List<IEndpointConventionBuilder> Endpoints { get; } = [];

    public void BindAll()
    {
        var attribute = typeof(TService).GetCustomAttribute<BindServiceMethodAttribute>(inherit: true)
            ?? throw new InvalidOperationException($"{typeof(TService)} does not derive from a generated gRPC service base.");
        var bind = Array.Find(attribute.BindType.GetMethods(BindingFlags.Static | BindingFlags.Public), IsBindMethod)
            ?? throw new InvalidOperationException($"{attribute.BindType} has no {attribute.BindMethodName}(ServiceBinderBase, service).");
        bind.Invoke(null, [this, null]);

        bool IsBindMethod(MethodInfo method) =>
            method.Name == attribute.BindMethodName
            && method.GetParameters() is [{ ParameterType: var binder }, _] && binder == typeof(ServiceBinderBase);
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler)
    {
        var info = MethodOf(method, typeof(TRequest), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<Func<TService, TRequest, ServerCallContext, Task<TResponse>>>();
        Map(method, info, new UnaryCallHandler<TService, TRequest, TResponse>(host, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = MethodOf(method, typeof(TRequest), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<Func<TService, TRequest, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, info, new ServerStreamingCallHandler<TService, TRequest, TResponse>(host, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = MethodOf(method, typeof(IAsyncStreamReader<TRequest>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, ServerCallContext, Task<TResponse>>>();
        Map(method, info, new ClientStreamingCallHandler<TService, TRequest, TResponse>(host, method, invoke));
    }

    public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler)
    {
        var info = MethodOf(method, typeof(IAsyncStreamReader<TRequest>), typeof(IServerStreamWriter<TResponse>), typeof(ServerCallContext));
        var invoke = info.CreateDelegate<Func<TService, IAsyncStreamReader<TRequest>, IServerStreamWriter<TResponse>, ServerCallContext, Task>>();
        Map(method, info, new DuplexStreamingCallHandler<TService, TRequest, TResponse>(host, method, invoke));
    }

    private static MethodInfo MethodOf(IMethod method, params Type[] parameters) =>
        typeof(TService).GetMethod(method.Name, parameters)
        ?? throw new InvalidOperationException($"{typeof(TService)} has no public method {method.Name} with the parameters of {method.FullName}.");

    private void Map(IMethod method, MethodInfo info, ServerCallHandler handler) =>
        Endpoints.Add(endpoints.Map(RoutePatternFactory.Parse(method.FullName), handler.HandleAsync)
            .WithDisplayName($"gRPC - {method.FullName}")
            .WithMetadata([
                .. typeof(TService).GetCustomAttributes(inherit: true),
                .. info.GetCustomAttributes(inherit: true),
                new GrpcMethodMetadata(typeof(TService), method),
                new HttpMethodMetadata(["POST"], acceptCorsPreflight: true),
            ]));
}
