using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Cache;

/// <summary>Writes one night: the samples block by block, then the record. A file without its record is no night.</summary>
/// <param name="stream">Written from its present position on; not disposed here.</param>
internal sealed class NightWriter(Stream stream) : IDisposable
{
    private readonly ArrayBufferWriter<byte> _block = new();
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private long _bytes;
    private long _samples;
    private bool _begun;

    /// <summary>Appends a block; the runs of a channel come in ascending order.</summary>
    public void Write(SampleBlock block)
    {
        if (!_begun) stream.Write(NightFile.Magic);
        _begun = true;
        _block.ResetWrittenCount();
        PutNumber((ulong)block.Channels.Count);
        foreach (var run in block.Channels)
        {
            PutNumber((ulong)run.Channel);
            PutNumber((ulong)run.FirstIndex);
            PutNumber((ulong)run.Values.Length);
            var length = SampleCodec.Encode(run.Values.Span, _block.GetSpan(SampleCodec.MostBytes(run.Values.Length)));
            _block.Advance(length);
            _samples += run.Values.Length;
        }
        stream.Write(_block.WrittenSpan);
        _hash.AppendData(_block.WrittenSpan);
        _bytes += _block.WrittenCount;
    }

    /// <summary>Closes the night with its record, in which size and checksum are filled in.</summary>
    public NightRecord Complete(NightRecord record)
    {
        if (!_begun) stream.Write(NightFile.Magic);
        var whole = record with { Samples = _samples, DataBytes = _bytes, DataSha256 = Convert.ToHexStringLower(_hash.GetHashAndReset()) };
        var json = NightRecordJson.Write(whole);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, json.Length);
        stream.Write(json);
        stream.Write(SHA256.HashData(json));
        stream.Write(length);
        stream.Write(NightFile.EndMagic);
        stream.Flush();
        return whole;
    }

    public void Dispose() => _hash.Dispose();

    private void PutNumber(ulong value)
    {
        var span = _block.GetSpan(10);
        var place = 0;
        for (; value >= 0x80; value >>= 7) span[place++] = (byte)(value | 0x80);
        span[place++] = (byte)value;
        _block.Advance(place);
    }
}
