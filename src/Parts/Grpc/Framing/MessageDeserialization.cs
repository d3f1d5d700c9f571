using System.Buffers;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Hands the bytes of one message to its deserializer without copying them.</summary>
internal sealed class MessageDeserialization : DeserializationContext
{
    private ReadOnlySequence<byte> _payload;

    public override int PayloadLength => (int)_payload.Length;

    public void SetPayload(in ReadOnlySequence<byte> payload) => _payload = payload;

    public override byte[] PayloadAsNewBuffer() => _payload.ToArray();

    public override ReadOnlySequence<byte> PayloadAsReadOnlySequence() => _payload;
}
