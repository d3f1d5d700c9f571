using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Reads framed messages from a pipe, each straight out of the pipe's buffers once it is whole.</summary>
internal sealed class MessageReader(PipeReader input, int? maxMessageBytes, string? encoding)
{
    private readonly MessageDeserialization _deserialization = new();

    /// <summary>The next message, or null at the end of the stream.</summary>
    /// <exception cref="RpcException">The frame is too large, torn, or compressed in a way that is not known.</exception>
    public async ValueTask<T?> ReadAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        while (true)
        {
            var result = await input.ReadAsync(cancellationToken).ConfigureAwait(false);
            var buffer = result.Buffer;
            if (result.IsCanceled)
                throw new OperationCanceledException(cancellationToken);
            if (ReadAndAdvance(buffer, marshaller) is { } message)
                return message;
            if (!result.IsCompleted)
                continue;
            return buffer.IsEmpty ? null : throw MessageErrors.Incomplete(buffer.Length);
        }
    }

    private T? ReadAndAdvance<T>(ReadOnlySequence<byte> buffer, Marshaller<T> marshaller)
        where T : class
    {
        var consumed = buffer.End;
        var examined = buffer.End;
        try
        {
            if (!TryGetFrame(buffer, out var flags, out var payload))
            {
                consumed = buffer.Start;
                return null;
            }

            var message = Deserialize(flags, payload, marshaller);
            consumed = examined = payload.End;
            return message;
        }
        finally
        {
            input.AdvanceTo(consumed, examined);
        }
    }

    private bool TryGetFrame(ReadOnlySequence<byte> buffer, out byte flags, out ReadOnlySequence<byte> payload)
    {
        payload = default;
        flags = 0;
        if (buffer.Length < Frame.HeaderLength)
            return false;
        Span<byte> header = stackalloc byte[Frame.HeaderLength];
        buffer.Slice(0, Frame.HeaderLength).CopyTo(header);
        flags = header[0];
        if (flags > Frame.Compressed)
            throw MessageErrors.BadFlags(flags);
        var length = BinaryPrimitives.ReadUInt32BigEndian(header[1..]);
        var limit = maxMessageBytes ?? Array.MaxLength;
        if (length > limit)
            throw MessageErrors.TooLarge("Received message", length, limit);
        if (buffer.Length - Frame.HeaderLength < length)
            return false;
        payload = buffer.Slice(Frame.HeaderLength, length);
        return true;
    }

    private T Deserialize<T>(byte flags, in ReadOnlySequence<byte> payload, Marshaller<T> marshaller)
    {
        if (flags == 0)
        {
            _deserialization.SetPayload(payload);
            return marshaller.ContextualDeserializer(_deserialization);
        }

        if (encoding is null or GrpcHeaders.Identity)
            throw MessageErrors.CompressedWithoutEncoding();
        if (encoding != GrpcHeaders.Gzip)
            throw MessageErrors.UnsupportedEncoding(encoding);
        var (rented, length) = GzipPayload.Decompress(payload, maxMessageBytes);
        try
        {
            _deserialization.SetPayload(new ReadOnlySequence<byte>(rented, 0, length));
            return marshaller.ContextualDeserializer(_deserialization);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }
}
