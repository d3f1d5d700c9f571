namespace Grpc.Framing;

/// <summary>The five bytes before each message: a flags byte and the length, big-endian.</summary>
internal static class Frame
{
    public const int HeaderLength = 5;
    public const byte Compressed = 0x01;

    /// <summary>Marks the frame of a grpc-web body that holds the trailers.</summary>
    public const byte WebTrailers = 0x80;

    public static void WriteHeader(Span<byte> header, byte flags, int payloadLength)
    {
        header[0] = flags;
        System.Buffers.Binary.BinaryPrimitives.WriteInt32BigEndian(header[1..], payloadLength);
    }
}
