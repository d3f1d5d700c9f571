using System.Buffers.Binary;
using System.Text;

namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Reads the fields of one packet's body; every short or ill-formed field is
/// a <see cref="MqttProtocolException"/> naming the offset.</summary>
internal ref struct MqttReader(ReadOnlyMemory<byte> body, MqttPacketType packet)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private int _offset;

    public readonly bool AtEnd => _offset == body.Length;

    public byte ReadByte(string field) => Take(1, field).Span[0];

    public ushort ReadTwoBytes(string field) => BinaryPrimitives.ReadUInt16BigEndian(Take(2, field).Span);

    public uint ReadFourBytes(string field) => BinaryPrimitives.ReadUInt32BigEndian(Take(4, field).Span);

    public ReadOnlyMemory<byte> ReadBinary(string field) => Take(ReadTwoBytes(field), field);

    public ReadOnlyMemory<byte> ReadRest() => Take(body.Length - _offset, "payload");

    public uint ReadVariableInteger(string field)
    {
        var status = VariableInteger.TryRead(body.Span[_offset..], out var value, out var length);
        if (status != VariableIntegerStatus.Read)
            throw Malformed($"{field} is not a variable byte integer");
        _offset += length;
        return value;
    }

    public string ReadText(string field)
    {
        var bytes = ReadBinary(field).Span;
        try
        {
            if (bytes.Contains((byte)0))
                throw Malformed($"{field} holds the character U+0000");
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed($"{field} is not UTF-8");
        }
    }

    /// <summary>A non-zero packet identifier.</summary>
    public ushort ReadPacketIdentifier()
    {
        var value = ReadTwoBytes("packet identifier");
        return value != 0 ? value : throw Malformed("packet identifier is 0", MqttReasonCode.ProtocolError);
    }

    /// <summary>A property list, checked against what the standard allows in <paramref name="owner"/>.</summary>
    public MqttProperties ReadProperties(MqttPacketType owner)
    {
        var length = ReadVariableInteger("property length");
        if (length == 0)
            return MqttProperties.None;
        if (length > body.Length - _offset)
            throw Malformed($"property length {length} exceeds the {body.Length - _offset} bytes left");
        var end = _offset + (int)length;
        var items = new List<MqttProperty>();
        ulong seen = 0;
        while (_offset < end)
            items.Add(ReadProperty(owner, ref seen));
        return _offset == end ? new MqttProperties(items) : throw Malformed("a property passes the end of its list");
    }

    public readonly MqttProtocolException Malformed(string what, MqttReasonCode reason = MqttReasonCode.MalformedPacket) =>
        new(reason, $"{packet} packet, byte {_offset} of the body: {what}.");

    private MqttProperty ReadProperty(MqttPacketType owner, ref ulong seen)
    {
        var id = (MqttPropertyId)ReadByte("property identifier");
        if (!MqttPropertyRule.TryFind(id, out var rule) || !rule.Allows(owner))
            throw Malformed($"property {(byte)id} does not belong in {owner}", MqttReasonCode.ProtocolError);
        if ((seen & 1ul << (byte)id) != 0 && !MqttPropertyRule.Repeats(id, owner))
            throw Malformed($"property {id} occurs twice", MqttReasonCode.ProtocolError);
        seen |= 1ul << (byte)id;
        var property = ReadValue(id, rule.Kind);
        if (!rule.MayBeZero && property.Number == 0)
            throw Malformed($"property {id} is 0", MqttReasonCode.ProtocolError);
        if (rule.Kind == MqttPropertyKind.Flag && property.Number > 1)
            throw Malformed($"property {id} is {property.Number}, not 0 or 1", MqttReasonCode.ProtocolError);
        return property;
    }

    private MqttProperty ReadValue(MqttPropertyId id, MqttPropertyKind kind) => kind switch
    {
        MqttPropertyKind.Flag => new(id, ReadByte("property")),
        MqttPropertyKind.TwoBytes => new(id, ReadTwoBytes("property")),
        MqttPropertyKind.FourBytes => new(id, ReadFourBytes("property")),
        MqttPropertyKind.VariableInteger => new(id, ReadVariableInteger("property")),
        MqttPropertyKind.Text => new(id, Text: ReadText("property")),
        MqttPropertyKind.Binary => new(id, Data: ReadBinary("property")),
        _ => new(id, Text: ReadText("property name"), Value: ReadText("property value")),
    };

    private ReadOnlyMemory<byte> Take(int count, string field)
    {
        if (count > body.Length - _offset)
            throw Malformed($"{field} needs {count} bytes, {body.Length - _offset} are left");
        var taken = body.Slice(_offset, count);
        _offset += count;
        return taken;
    }
}
