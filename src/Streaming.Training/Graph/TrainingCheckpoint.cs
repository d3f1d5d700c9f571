using System.Runtime.InteropServices;

namespace Streaming.Training.Graph;

/// <summary>
/// The state of a training run as a stream: mark, version, element count, step, then parameters, first moment, second moment and average as
/// little-endian floats.
/// </summary>
internal static class TrainingCheckpoint
{
    private const uint Mark = 0x4b435453; // "STCK"
    private const int Version = 1;

    public static void Save(Stream stream, AdamW optimiser)
    {
        using var writer = new BinaryWriter(stream, System.Text.Encoding.UTF8, leaveOpen: true);
        writer.Write(Mark);
        writer.Write(Version);
        writer.Write(optimiser.Parameters.Length);
        writer.Write(optimiser.StepCount);
        foreach (float[] part in Parts(optimiser))
        {
            writer.Write(MemoryMarshal.AsBytes<float>(part));
        }
    }

    public static void Restore(Stream stream, AdamW optimiser)
    {
        Span<byte> header = stackalloc byte[20];
        Fill(stream, header);
        uint mark = BitConverter.ToUInt32(header);
        int version = BitConverter.ToInt32(header[4..]);
        int count = BitConverter.ToInt32(header[8..]);
        if (mark != Mark || version != Version || count != optimiser.Parameters.Length)
        {
            throw new InvalidDataException(
                $"Not a checkpoint of this network: mark {mark:x8}, version {version}, {count} parameters; "
                + $"expected {Mark:x8}, {Version}, {optimiser.Parameters.Length}.");
        }

        float[][] parts = [.. Parts(optimiser).Select(part => new float[part.Length])];
        foreach (float[] part in parts)
        {
            Fill(stream, MemoryMarshal.AsBytes(part.AsSpan()));
        }

        // Copied only once everything was read, so that a file cut short changes nothing.
        foreach ((float[] from, float[] to) in parts.Zip(Parts(optimiser)))
        {
            from.CopyTo(to, 0);
        }

        optimiser.StepCount = BitConverter.ToInt64(header[12..]);
    }

    private static float[][] Parts(AdamW optimiser) =>
        [optimiser.Parameters, optimiser.FirstMoment, optimiser.SecondMoment, optimiser.Average];

    private static void Fill(Stream stream, Span<byte> target)
    {
        int read = stream.ReadAtLeast(target, target.Length, throwOnEndOfStream: false);
        if (read < target.Length)
        {
            throw new InvalidDataException($"The checkpoint is cut short: {target.Length - read} bytes of a part are missing.");
        }
    }
}
