using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Streaming.Training.Graph;

/// <summary>
/// The state of a training run as a stream: mark, version, element count, step, then parameters, first moment, second moment and average as
/// little-endian floats, then the SHA-256 of all that.
/// </summary>
internal static class TrainingCheckpoint
{
    private const uint Mark = 0x4b435453; // "STCK"
    private const int Version = 2;
    private const int HeaderLength = 20;
    private const int PartCount = 4;

    public static void Save(Stream stream, AdamW optimiser)
    {
        byte[] header = new byte[HeaderLength];
        BitConverter.TryWriteBytes(header, Mark);
        BitConverter.TryWriteBytes(header.AsSpan(4), Version);
        BitConverter.TryWriteBytes(header.AsSpan(8), optimiser.Parameters.Length);
        BitConverter.TryWriteBytes(header.AsSpan(12), optimiser.StepCount);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Write(stream, hash, header);
        foreach (float[] part in Parts(optimiser))
        {
            Write(stream, hash, MemoryMarshal.AsBytes<float>(part));
        }

        stream.Write(hash.GetHashAndReset());
    }

    public static void Restore(Stream stream, AdamW optimiser)
    {
        (byte[] header, float[][] parts) = ReadParts(stream, optimiser.Parameters.Length);

        // Copied only once everything was read, so that a bad file changes nothing.
        foreach ((float[] from, float[] to) in parts.Zip(Parts(optimiser)))
        {
            from.CopyTo(to, 0);
        }

        optimiser.StepCount = BitConverter.ToInt64(header.AsSpan(12));
    }

    /// <summary>The averaged parameters alone.</summary>
    /// <exception cref="InvalidDataException">Not a checkpoint, cut short, or of another network.</exception>
    public static float[] ReadAverage(Stream stream, int parameters) => ReadParts(stream, parameters).Parts[^1];

    private static (byte[] Header, float[][] Parts) ReadParts(Stream stream, int parameters)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] header = new byte[HeaderLength];
        Fill(stream, hash, header);
        Check(header, parameters);
        float[][] parts = [.. Enumerable.Range(0, PartCount).Select(_ => new float[parameters])];
        foreach (float[] part in parts)
        {
            Fill(stream, hash, MemoryMarshal.AsBytes(part.AsSpan()));
        }

        byte[] stated = new byte[SHA256.HashSizeInBytes];
        byte[] computed = hash.GetHashAndReset();
        Fill(stream, hash, stated);
        if (!stated.AsSpan().SequenceEqual(computed))
        {
            throw new InvalidDataException("The checkpoint is damaged: its content does not have the hash it ends with.");
        }

        return (header, parts);
    }

    /// <summary>The step a stream stands at, without reading the rest.</summary>
    public static long StepOf(Stream stream)
    {
        byte[] header = new byte[HeaderLength];
        stream.ReadExactly(header);
        return BitConverter.ToInt64(header.AsSpan(12));
    }

    private static void Check(byte[] header, int expected)
    {
        uint mark = BitConverter.ToUInt32(header);
        int version = BitConverter.ToInt32(header.AsSpan(4));
        int count = BitConverter.ToInt32(header.AsSpan(8));
        if (mark != Mark || version != Version || count != expected)
        {
            throw new InvalidDataException(
                $"Not a checkpoint of this network: mark {mark:x8}, version {version}, {count} parameters; "
                + $"expected {Mark:x8}, {Version}, {expected}.");
        }
    }

    private static float[][] Parts(AdamW optimiser) =>
        [optimiser.Parameters, optimiser.FirstMoment, optimiser.SecondMoment, optimiser.Average];

    private static void Write(Stream stream, IncrementalHash hash, ReadOnlySpan<byte> content)
    {
        hash.AppendData(content);
        stream.Write(content);
    }

    private static void Fill(Stream stream, IncrementalHash hash, Span<byte> target)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
        {
            throw new InvalidDataException($"The checkpoint is cut short: {target.Length - read} bytes of a part are missing.");
        }

        hash.AppendData(target);
    }
}
