using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace Streaming.Tests.Golden;

/// <summary>Reads the PNGs the tests meet: 8 bits, grey or RGB, not interlaced, filters None and Up. Checks every chunk's sum bit by bit.</summary>
internal sealed record PngReader(int Width, int Height, int Planes, byte[] Pixels)
{
    public static PngReader Read(byte[] file)
    {
        if (!file.AsSpan(0, 8).SequenceEqual<byte>([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
            throw new InvalidDataException("No PNG signature.");
        var (header, data) = (Array.Empty<byte>(), new MemoryStream());
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var type = Encoding.ASCII.GetString(file, at + 4, 4);
            var body = file.AsSpan(at + 8, length);
            if (Sum(file.AsSpan(at + 4, length + 4)) != BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)))
                throw new InvalidDataException($"Chunk {type} is damaged.");
            if (type == "IHDR") header = body.ToArray();
            if (type == "IDAT") data.Write(body);
            at += 12 + length;
        }
        var (width, height) = (BinaryPrimitives.ReadInt32BigEndian(header), BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(4)));
        if (header[8] != 8 || header[9] is not (0 or 2) || header[10..].AsSpan().ContainsAnyExcept((byte)0))
            throw new InvalidDataException("Not 8-bit grey or RGB.");
        var planes = header[9] == 0 ? 1 : 3;
        return new PngReader(width, height, planes, Unfilter(data, width * planes, height));
    }

    private static byte[] Unfilter(MemoryStream data, int stride, int height)
    {
        data.Position = 0;
        using var zlib = new ZLibStream(data, CompressionMode.Decompress);
        var (pixels, line) = (new byte[stride * height], new byte[stride + 1]);
        for (var y = 0; y < height; y++)
        {
            zlib.ReadExactly(line);
            if (line[0] is not (0 or 2)) throw new InvalidDataException($"Filter {line[0]} in line {y}.");
            for (var x = 0; x < stride; x++)
                pixels[y * stride + x] = (byte)(line[x + 1] + (line[0] == 2 && y > 0 ? pixels[(y - 1) * stride + x] : 0));
        }
        return pixels;
    }

    private static uint Sum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var value in bytes)
        {
            for (var bit = 0; bit < 8; bit++) sum = ((sum ^ (uint)(value >> bit)) & 1) == 1 ? (sum >> 1) ^ 0xEDB88320 : sum >> 1;
        }
        return ~sum;
    }
}
