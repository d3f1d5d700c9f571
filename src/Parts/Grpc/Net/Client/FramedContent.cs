using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>One framed message as the body of a request.</summary>
internal sealed class FramedContent : HttpContent
{
    private static readonly MediaTypeHeaderValue GrpcMediaType = new(GrpcHeaders.ContentType);

    private readonly ArrayBufferWriter<byte> _frame = new();

    private FramedContent() => Headers.ContentType = GrpcMediaType;

    public static FramedContent Of<T>(T message, Marshaller<T> marshaller, int? maxMessageBytes)
    {
        var content = new FramedContent();
        new MessageSerialization(maxMessageBytes).Write(message, marshaller, content._frame);
        return content;
    }

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken) =>
        stream.WriteAsync(_frame.WrittenMemory, cancellationToken).AsTask();

    protected override bool TryComputeLength(out long length)
    {
        length = _frame.WrittenCount;
        return true;
    }
}
