using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Streaming.Service.Recording;

/// <summary>
/// The bytes of one record: <c>"SREC"</c>, body length (u32), CRC-32C of the body (u32), body; all little-endian.
/// Body: kind (u8), site length (u8) and ASCII, bed length (u8) and ASCII, arrival (i64, µs since 1970 UTC), payload.
/// </summary>
/// <remarks>The mark lets a reader find the next whole record behind a damaged one, so that damage costs only what it touched.</remarks>
internal static class JournalFrame
{
    public const int HeaderBytes = 12;

    /// <summary>No record is larger: a length beyond it is damage, not a reason to allocate.</summary>
    public const int MaximumBodyBytes = 4 << 20;

    private const int FixedBodyBytes = 11;

    public static ReadOnlySpan<byte> Mark => "SREC"u8;

    public static int Length(JournalRecord record) =>
        HeaderBytes + FixedBodyBytes + record.Site.Length + record.Bed.Length + record.Payload.Length;

    /// <param name="record">Checked.</param>
    /// <param name="frame">As long as <see cref="Length"/> says.</param>
    public static void Write(JournalRecord record, Span<byte> frame)
    {
        var body = frame[HeaderBytes..];
        body[0] = (byte)record.Kind;
        var at = WriteName(record.Bed, body, WriteName(record.Site, body, 1));
        var microseconds = (record.ReceivedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        BinaryPrimitives.WriteInt64LittleEndian(body[at..], microseconds);
        record.Payload.Span.CopyTo(body[(at + 8)..]);
        Mark.CopyTo(frame);
        BinaryPrimitives.WriteInt32LittleEndian(frame[4..], body.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(frame[8..], Checksum(body));
    }

    /// <summary>Body length said by a frame's header, or -1 if this is no header.</summary>
    public static int BodyLength(ReadOnlySpan<byte> header)
    {
        if (!header.StartsWith(Mark)) return -1;
        var length = BinaryPrimitives.ReadInt32LittleEndian(header[4..]);
        return length is >= FixedBodyBytes and <= MaximumBodyBytes ? length : -1;
    }

    /// <summary>The record of a whole frame, or null where the checksum or the structure does not hold. Its payload is the frame's own
    /// memory.</summary>
    public static JournalRecord? Read(ReadOnlyMemory<byte> frame)
    {
        var payload = frame[HeaderBytes..];
        var body = payload.Span;
        if (BinaryPrimitives.ReadUInt32LittleEndian(frame.Span[8..]) != Checksum(body)) return null;
        int siteLength = body[1];
        if (siteLength + FixedBodyBytes > body.Length) return null;
        int bedLength = body[2 + siteLength];
        var at = 3 + siteLength + bedLength;
        if (at + 8 > body.Length) return null;
        return new JournalRecord(
            (JournalRecordKind)body[0],
            Encoding.ASCII.GetString(body.Slice(2, siteLength)),
            Encoding.ASCII.GetString(body.Slice(3 + siteLength, bedLength)),
            DateTimeOffset.UnixEpoch.AddTicks(BinaryPrimitives.ReadInt64LittleEndian(body[at..]) * TimeSpan.TicksPerMicrosecond),
            payload[(at + 8)..]);
    }

    /// <exception cref="ArgumentException">A name is not ASCII of at most 64 characters, or the record is too large.</exception>
    public static void Check(JournalRecord record)
    {
        var length = Length(record);
        foreach (var name in (ReadOnlySpan<string>)[record.Site, record.Bed])
        {
            if (name.Length > 64 || !Ascii.IsValid(name))
                throw new ArgumentException($"A site or bed name must be ASCII of at most 64 characters; '{name}' is not.", nameof(record));
        }
        if (length - HeaderBytes > MaximumBodyBytes)
            throw new ArgumentException($"A journal record may hold {MaximumBodyBytes} bytes; this one has {length - HeaderBytes}.", nameof(record));
    }

    private static int WriteName(string name, Span<byte> body, int at)
    {
        body[at] = (byte)name.Length;
        Encoding.ASCII.GetBytes(name, body[(at + 1)..]);
        return at + 1 + name.Length;
    }

    private static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        while (bytes.Length >= 8)
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[8..];
        }
        foreach (var value in bytes) crc = BitOperations.Crc32C(crc, value);
        return ~crc;
    }
}
