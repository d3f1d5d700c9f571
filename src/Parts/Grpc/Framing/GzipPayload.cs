using System.Buffers;
using System.IO.Compression;
using Grpc.Core;

namespace Grpc.Framing;

/// <summary>Decompresses a message into a pooled buffer, never past the size limit.</summary>
internal static class GzipPayload
{
    private const int InitialBytes = 4096;

    /// <summary>The message, in an array that the caller returns to the shared pool.</summary>
    /// <exception cref="RpcException">RESOURCE_EXHAUSTED past the limit, INTERNAL when it is not gzip.</exception>
    public static (byte[] Rented, int Length) Decompress(in ReadOnlySequence<byte> payload, int? maxMessageBytes)
    {
        var compressed = ArrayPool<byte>.Shared.Rent((int)payload.Length);
        try
        {
            payload.CopyTo(compressed);
            using var gzip = new GZipStream(new MemoryStream(compressed, 0, (int)payload.Length, writable: false), CompressionMode.Decompress);
            return ReadToEnd(gzip, maxMessageBytes);
        }
        catch (InvalidDataException e)
        {
            throw MessageErrors.BadCompression(e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    private static (byte[] Rented, int Length) ReadToEnd(GZipStream gzip, int? maxMessageBytes)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(InitialBytes);
        var length = 0;
        try
        {
            while (gzip.Read(buffer.AsSpan(length)) is var read and > 0)
            {
                length += read;
                if (length > maxMessageBytes)
                    throw MessageErrors.TooLargeDecompressed(maxMessageBytes.Value);
                if (length == buffer.Length)
                    buffer = Grow(buffer, length);
            }

            return (buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer, int length)
    {
        var larger = ArrayPool<byte>.Shared.Rent(buffer.Length * 2);
        buffer.AsSpan(0, length).CopyTo(larger);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }
}
