using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Writes the fields of one packet's body.</summary>
internal sealed class MqttWriter
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> _body = new();

    public void WriteByte(byte value) => _body.Write([value]);

    public void WriteTwoBytes(ushort value)
    {
        BinaryPrimitives.WriteUInt16BigEndian(_body.GetSpan(2), value);
        _body.Advance(2);
    }

    public void WriteFourBytes(uint value)
    {
        BinaryPrimitives.WriteUInt32BigEndian(_body.GetSpan(4), value);
        _body.Advance(4);
    }

    public void WriteVariableInteger(uint value) => _body.Advance(VariableInteger.Write(value, _body.GetSpan(4)));

    public void WriteRaw(ReadOnlySpan<byte> bytes) => _body.Write(bytes);

    public void WriteBinary(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > ushort.MaxValue)
            throw new ArgumentException($"A field of {bytes.Length} bytes exceeds the {ushort.MaxValue} that MQTT allows.");
        WriteTwoBytes((ushort)bytes.Length);
        WriteRaw(bytes);
    }

    /// <summary>Throws <see cref="ArgumentException"/> for text that MQTT cannot carry: U+0000, lone surrogates, above 65535 bytes.</summary>
    public void WriteText(string text)
    {
        if (text.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("MQTT text must not hold the character U+0000.");
        WriteBinary(StrictUtf8.GetBytes(text));
    }

    public void WriteProperties(MqttProperties properties)
    {
        if (properties.Items.Count == 0)
        {
            WriteByte(0);
            return;
        }

        var list = new MqttWriter();
        foreach (var property in properties.Items)
            list.WriteProperty(property);
        WriteVariableInteger((uint)list._body.WrittenCount);
        WriteRaw(list._body.WrittenSpan);
    }

    /// <summary>The whole packet: fixed header, then everything written so far.</summary>
    /// <param name="firstByte">Type and flags.</param>
    /// <param name="payloadBytes">That belong to the packet and follow it on the wire without having been written here.</param>
    public byte[] ToPacket(byte firstByte, int payloadBytes = 0)
    {
        var length = (uint)(_body.WrittenCount + payloadBytes);
        var packet = new byte[1 + VariableInteger.Length(length) + _body.WrittenCount];
        packet[0] = firstByte;
        var start = 1 + VariableInteger.Write(length, packet.AsSpan(1));
        _body.WrittenSpan.CopyTo(packet.AsSpan(start));
        return packet;
    }

    private void WriteProperty(MqttProperty property)
    {
        if (!MqttPropertyRule.TryFind(property.Id, out var rule))
            throw new ArgumentException($"Property {property.Id} does not exist.");
        WriteByte((byte)property.Id);
        switch (rule.Kind)
        {
            case MqttPropertyKind.Flag: WriteByte((byte)property.Number); break;
            case MqttPropertyKind.TwoBytes: WriteTwoBytes((ushort)property.Number); break;
            case MqttPropertyKind.FourBytes: WriteFourBytes(property.Number); break;
            case MqttPropertyKind.VariableInteger: WriteVariableInteger(property.Number); break;
            case MqttPropertyKind.Text: WriteText(property.Text); break;
            case MqttPropertyKind.Binary: WriteBinary(property.Data.Span); break;
            default:
                WriteText(property.Text);
                WriteText(property.Value);
                break;
        }
    }
}
