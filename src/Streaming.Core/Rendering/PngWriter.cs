using System.Buffers.Binary;
using System.IO.Compression;

namespace Streaming.Core.Rendering;

/// <summary>Writes a picture as PNG (ISO/IEC 15948): 8 bits, grey or RGB, not interlaced, every line with filter 0 or the one before it
/// (Up).</summary>
/// <remarks>Equal pictures give equal files on one version of the runtime (its deflate may change); pixels are exact on all.</remarks>
public static class PngWriter
{
    private const int LargestChunk = 1 << 16;

    /// <param name="image">One plane: grey; three: red, green, blue.</param>
    /// <param name="output">Takes the file from its present position; left open.</param>
    public static void Write(EpochImage image, Stream output) =>
        Write(image.Pixels, image.Spec.Width, image.Spec.Height, image.Spec.Planes, output);

    /// <param name="pixels">Row-major [height, width, planes].</param>
    /// <param name="width">Pixels, positive.</param>
    /// <param name="height">Pixels, positive.</param>
    /// <param name="planes">1 or 3.</param>
    /// <param name="output">Takes the file; left open.</param>
    /// <exception cref="ArgumentException">The sizes do not fit the pixels.</exception>
    public static void Write(ReadOnlySpan<byte> pixels, int width, int height, int planes, Stream output)
    {
        if (width < 1 || height < 1 || planes is not (1 or 3) || (long)width * height * planes != pixels.Length)
            throw new ArgumentException($"A picture of {width} × {height} × {planes} does not fit {pixels.Length} bytes (planes must be 1 or 3).",
                nameof(pixels));
        output.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        header[8] = 8;
        header[9] = planes == 1 ? (byte)0 : (byte)2;
        header[10..].Clear();
        WriteChunk(output, "IHDR"u8, header);
        var data = Compress(pixels, width * planes);
        for (var at = 0; at < data.Length; at += LargestChunk)
            WriteChunk(output, "IDAT"u8, data.AsSpan(at, Math.Min(LargestChunk, data.Length - at)));
        WriteChunk(output, "IEND"u8, []);
    }

    private static byte[] Compress(ReadOnlySpan<byte> pixels, int stride)
    {
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            var line = new byte[stride];
            for (var at = 0; at < pixels.Length; at += stride)
            {
                var here = pixels.Slice(at, stride);
                var same = at > 0 && here.SequenceEqual(pixels.Slice(at - stride, stride));
                zlib.WriteByte(same ? (byte)2 : (byte)0); // Up of an equal line is all zeros: blank bands cost nothing
                zlib.Write(same ? line : here);
            }
        }
        return compressed.ToArray();
    }

    private static void WriteChunk(Stream output, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        output.Write(number);
        output.Write(type);
        output.Write(data);
        BinaryPrimitives.WriteUInt32BigEndian(number, PngChecksum.Of(type, data));
        output.Write(number);
    }
}
