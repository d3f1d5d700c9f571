using System.Buffers.Binary;
using System.Numerics;

namespace Streaming.Training.Datasets.Cache;

/// <summary>Writes digital samples in few bits, without loss: differences of neighbours, in groups, each with as many bits as its largest
/// needs.</summary>
internal static class SampleCodec
{
    /// <summary>Samples that share one width.</summary>
    public const int GroupSamples = 64;

    private const int MostBytesPerGroup = 1 + GroupSamples * 4;

    /// <summary>Bytes that so many samples take at most.</summary>
    public static int MostBytes(int count) => (count / GroupSamples + 1) * MostBytesPerGroup;

    /// <param name="values">Any 32-bit values.</param>
    /// <param name="target">At least <see cref="MostBytes"/>.</param>
    /// <returns>Bytes written.</returns>
    public static int Encode(ReadOnlySpan<int> values, Span<byte> target)
    {
        var (place, last) = (0, 0);
        Span<uint> group = stackalloc uint[GroupSamples];
        while (!values.IsEmpty)
        {
            var count = Math.Min(GroupSamples, values.Length);
            var bits = 0u;
            for (var i = 0; i < count; i++)
            {
                var difference = unchecked(values[i] - last);
                last = values[i];
                group[i] = (uint)(difference << 1) ^ (uint)(difference >> 31); // small either way round: small
                bits |= group[i];
            }
            var width = 32 - BitOperations.LeadingZeroCount(bits);
            target[place++] = (byte)width;
            place += Pack(group[..count], width, target[place..]);
            values = values[count..];
        }
        return place;
    }

    /// <summary>Fills the values from the bytes.</summary>
    /// <returns>Bytes read, or -1 where they end too early or are no encoding.</returns>
    public static int Decode(ReadOnlySpan<byte> source, Span<int> values)
    {
        var (place, last) = (0, 0);
        while (!values.IsEmpty)
        {
            var count = Math.Min(GroupSamples, values.Length);
            if (place >= source.Length) return -1;
            int width = source[place++];
            var length = (count * width + 7) / 8;
            if (width > 32 || length > source.Length - place) return -1;
            last = Unpack(source.Slice(place, length), width, last, values[..count]);
            place += length;
            values = values[count..];
        }
        return place;
    }

    private static int Pack(ReadOnlySpan<uint> group, int width, Span<byte> target)
    {
        var (held, bits, place) = (0UL, 0, 0);
        foreach (var value in group)
        {
            held |= (ulong)value << bits;
            for (bits += width; bits >= 8; bits -= 8)
            {
                target[place++] = (byte)held;
                held >>= 8;
            }
        }
        if (bits > 0) target[place++] = (byte)held;
        return place;
    }

    private static int Unpack(ReadOnlySpan<byte> source, int width, int last, Span<int> values)
    {
        var (held, bits, mask) = (0UL, 0, (1UL << width) - 1);
        for (var i = 0; i < values.Length; i++)
        {
            while (bits < width)
            {
                if (bits <= 32 && source.Length >= 4)
                {
                    held |= (ulong)BinaryPrimitives.ReadUInt32LittleEndian(source) << bits;
                    source = source[4..];
                    bits += 32;
                }
                else
                {
                    held |= (ulong)source[0] << bits;
                    source = source[1..];
                    bits += 8;
                }
            }
            var value = (uint)(held & mask);
            held >>= width;
            bits -= width;
            last += (int)(value >> 1) ^ -(int)(value & 1);
            values[i] = last;
        }
        return last;
    }
}
