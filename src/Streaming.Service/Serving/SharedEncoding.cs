using Google.Protobuf;
using Grpc.Core;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A committed change goes to every watcher as the bytes that the night log keeps: encoded once, however many watch.</summary>
/// <remarks>The generated code's methods are bound as ever; only the answers of Watch get a serializer that looks for such bytes first.</remarks>
internal static class SharedEncoding
{
    /// <summary>Called instead of the generated method of that name.</summary>
    public static void BindService(ServiceBinderBase binder, SleepMonitorService? service) => SleepMonitor.BindService(new Binder(binder), service);

    private static void Serialize(WatchResponse message, SerializationContext context)
    {
        if (Envelope.TryOpen(message, out var encoded))
        {
            context.Complete(encoded);
            return;
        }
        context.SetPayloadLength(message.CalculateSize());
        message.WriteTo(context.GetBufferWriter());
        context.Complete();
    }

    private sealed class Binder(ServiceBinderBase inner) : ServiceBinderBase
    {
        public override void AddMethod<TRequest, TResponse>(Method<TRequest, TResponse> method, UnaryServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ServerStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(Shared(method), handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, ClientStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler);

        public override void AddMethod<TRequest, TResponse>(
            Method<TRequest, TResponse> method, DuplexStreamingServerMethod<TRequest, TResponse>? handler) =>
            inner.AddMethod(method, handler);

        private static Method<TRequest, TResponse> Shared<TRequest, TResponse>(Method<TRequest, TResponse> method)
            where TRequest : class
            where TResponse : class
        {
            if (method.ResponseMarshaller is not Marshaller<WatchResponse> watch) return method;
            var shared = Marshallers.Create(Serialize, watch.ContextualDeserializer);
            return new Method<TRequest, TResponse>(
                method.Type, method.ServiceName, method.Name, method.RequestMarshaller, (Marshaller<TResponse>)(object)shared);
        }
    }
}
