using System.Buffers;

namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Cuts the byte stream into packets.</summary>
/// <param name="FirstByte">Packet type and flags.</param>
/// <param name="Body">Everything after the remaining length, copied out of the stream's buffer.</param>
internal readonly record struct MqttFrame(byte FirstByte, ReadOnlyMemory<byte> Body)
{
    /// <summary>
    /// Takes the first packet off <paramref name="buffer"/>; false when it has not arrived whole. A packet above
    /// <paramref name="maximumSizeBytes"/> is refused from its header alone, before anything is kept of it.
    /// </summary>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, uint maximumSizeBytes, out MqttFrame frame)
    {
        frame = default;
        Span<byte> header = stackalloc byte[5];
        var available = (int)Math.Min(buffer.Length, header.Length);
        if (available < 2)
            return false;
        buffer.Slice(0, available).CopyTo(header);
        var status = VariableInteger.TryRead(header[1..available], out var remaining, out var lengthBytes);
        if (status == VariableIntegerStatus.Malformed)
            throw new MqttProtocolException(MqttReasonCode.MalformedPacket,
                $"The remaining length of packet 0x{header[0]:X2} is not a variable byte integer.");
        if (status == VariableIntegerStatus.Incomplete)
            return false;
        var total = 1 + lengthBytes + (long)remaining;
        if (total > maximumSizeBytes)
            throw new MqttProtocolException(MqttReasonCode.PacketTooLarge, $"A packet of {total} bytes exceeds the maximum of {maximumSizeBytes}.");
        if (buffer.Length < total)
            return false;
        frame = new MqttFrame(header[0], buffer.Slice(1 + lengthBytes, remaining).ToArray());
        buffer = buffer.Slice(total);
        return true;
    }
}
