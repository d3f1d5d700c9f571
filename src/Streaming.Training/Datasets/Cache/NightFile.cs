using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text.Json;
using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Cache;

/// <summary>One night in the cache. Opening reads and checks the record only; samples are decoded from the mapped file as they are asked
/// for.</summary>
internal sealed class NightFile
{
    public const string Extension = ".night";
    private const int HashBytes = 32;
    private const int TailBytes = HashBytes + sizeof(int) + 8;
    private const int MostRecordBytes = 64 << 20;
    private const string Mismatch = "the samples do not match their checksum";

    private readonly Lock _lock = new();
    private bool _isWhole;

    private NightFile(string path, NightRecord record) => (Path, Record) = (path, record);

    public static ReadOnlySpan<byte> Magic => "PSGNIGHT"u8;

    public static ReadOnlySpan<byte> EndMagic => "NIGHTEND"u8;

    public string Path { get; }

    public NightRecord Record { get; }

    /// <summary>A night for each grid.</summary>
    public IEnumerable<StagedNight> Nights => Record.Grids.Select((grid, number) => new StagedNight
    {
        Dataset = Record.Dataset,
        Subject = Record.Subject,
        Simulated = Record.Simulated,
        Name = Record.Grids.Count == 1 ? Record.Name : $"{Record.Name}.{number + 1}",
        Recording = Record.Name,
        Study = Record.Study with { EpochOriginSeconds = grid.OriginSeconds },
        End = new StudyEnd(Record.LastIndices),
        Scorings = grid.Scorings,
        Samples = Blocks,
    });

    /// <exception cref="DatasetException">The file is no whole night, or its record is damaged.</exception>
    public static NightFile Open(string path)
    {
        try
        {
            using var stream = File.OpenRead(path);
            return new NightFile(path, ReadRecord(stream));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or InvalidDataException)
        {
            throw new DatasetException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>The samples, in the blocks they were written in. Before they are given for the first time all are held against their checksum.</summary>
    /// <exception cref="DatasetException">The samples are damaged.</exception>
    public IEnumerable<SampleBlock> Blocks()
    {
        lock (_lock)
        {
            if (!_isWhole && !HasItsChecksum(CancellationToken.None)) throw new DatasetException($"{Path}: {Mismatch}; delete it and import the night again");
            _isWhole = true;
        }
        return Decoded();
    }

    private IEnumerable<SampleBlock> Decoded()
    {
        using var bytes = new MappedBytes(Path);
        var place = (long)Magic.Length;
        var end = place + Record.DataBytes;
        while (place < end) yield return BlockDecoder.Next(Record, Path, bytes, ref place, end);
    }

    /// <summary>Reads every byte and every sample; null where all is as it was written, else what is wrong.</summary>
    public string? Damage(CancellationToken cancellationToken)
    {
        try
        {
            if (!HasItsChecksum(cancellationToken)) return Mismatch;
            var samples = Decoded().Sum(block => block.Channels.Sum(run => (long)run.Values.Length));
            return samples == Record.Samples ? null : $"{samples} samples instead of {Record.Samples}";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DatasetException)
        {
            return e.Message;
        }
    }

    private bool HasItsChecksum(CancellationToken cancellationToken)
    {
        using var bytes = new MappedBytes(Path);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        const int Piece = 1 << 20;
        for (var at = 0L; at < Record.DataBytes; at += Piece)
        {
            cancellationToken.ThrowIfCancellationRequested();
            hash.AppendData(bytes.Span(Magic.Length + at, (int)Math.Min(Piece, Record.DataBytes - at)));
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset()) == Record.DataSha256;
    }

    private static NightRecord ReadRecord(FileStream stream)
    {
        var tail = new byte[TailBytes];
        Span<byte> magic = stackalloc byte[Magic.Length];
        if (stream.Length < Magic.Length + TailBytes) throw new InvalidDataException($"{stream.Length} bytes are no night; import it again");
        stream.ReadExactly(magic);
        stream.Seek(-TailBytes, SeekOrigin.End);
        stream.ReadExactly(tail);
        var length = BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(HashBytes));
        if (!magic.SequenceEqual(Magic) || !tail.AsSpan(HashBytes + sizeof(int)).SequenceEqual(EndMagic)
            || length < 2 || length > Math.Min(MostRecordBytes, stream.Length - Magic.Length - TailBytes))
            throw new InvalidDataException($"byte {stream.Length - TailBytes}: this is no night that was written to its end; import it again");
        var json = new byte[length];
        stream.Seek(-TailBytes - length, SeekOrigin.End);
        stream.ReadExactly(json);
        if (!SHA256.HashData(json).AsSpan().SequenceEqual(tail.AsSpan(0, HashBytes)))
            throw new InvalidDataException($"byte {stream.Length - TailBytes - length}: the record does not match its checksum; import it again");
        var record = NightRecordJson.Read(json);
        if (record.Format != NightRecord.CurrentFormat)
            throw new InvalidDataException($"format {record.Format}; this program reads {NightRecord.CurrentFormat}; import it again");
        if (record.DataBytes != stream.Length - Magic.Length - TailBytes - length)
            throw new InvalidDataException($"{record.DataBytes} bytes of samples are stated, {stream.Length} is the whole file; import it again");
        return record;
    }
}
