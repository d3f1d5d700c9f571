using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1;

namespace Grpc.Reflection;

/// <summary>grpc.reflection.v1.ServerReflection: tells tools which services and messages there are. Register it as a singleton.</summary>
public sealed class ReflectionV1ServiceImpl(params ServiceDescriptor[] serviceDescriptors) : ServerReflection.ServerReflectionBase
{
    private readonly DescriptorBook _book = new(serviceDescriptors);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
            await responseStream.WriteAsync(_book.Answer(requestStream.Current), context.CancellationToken).ConfigureAwait(false);
    }
}
