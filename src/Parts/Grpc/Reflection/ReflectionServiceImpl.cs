using Google.Protobuf;
using Google.Protobuf.Reflection;
using Grpc.Core;
using Grpc.Reflection.V1Alpha;

namespace Grpc.Reflection;

/// <summary>grpc.reflection.v1alpha.ServerReflection, which most tools ask first or only. Register it as a singleton.</summary>
public sealed class ReflectionServiceImpl(params ServiceDescriptor[] serviceDescriptors) : ServerReflection.ServerReflectionBase
{
    private readonly DescriptorBook _book = new(serviceDescriptors);

    public override async Task ServerReflectionInfo(
        IAsyncStreamReader<ServerReflectionRequest> requestStream, IServerStreamWriter<ServerReflectionResponse> responseStream, ServerCallContext context)
    {
        while (await requestStream.MoveNext(context.CancellationToken).ConfigureAwait(false))
        {
            // The same bytes under another package's name.
            var answer = _book.Answer(V1.ServerReflectionRequest.Parser.ParseFrom(requestStream.Current.ToByteArray()));
            await responseStream.WriteAsync(ServerReflectionResponse.Parser.ParseFrom(answer.ToByteArray()), context.CancellationToken).ConfigureAwait(false);
        }
    }
}
