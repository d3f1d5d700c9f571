namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Turns a frame into a packet; whatever is not MQTT 5 at QoS 0 or 1 is a <see cref="MqttProtocolException"/>.</summary>
internal static class MqttDecoder
{
    public static MqttPacket Decode(MqttFrame frame)
    {
        var type = (MqttPacketType)(frame.FirstByte >> 4);
        var flags = frame.FirstByte & 0x0F;
        var reader = new MqttReader(frame.Body, type);
        var expected = type is MqttPacketType.Subscribe or MqttPacketType.Unsubscribe ? 2 : 0;
        if (type != MqttPacketType.Publish && flags != expected)
            throw reader.Malformed($"the flags of the fixed header are {flags}, not {expected}");
        MqttPacket packet = type switch
        {
            MqttPacketType.Connect => ConnectDecoder.Decode(ref reader),
            MqttPacketType.Connack => Connack(ref reader),
            MqttPacketType.Publish => Publish(ref reader, flags),
            MqttPacketType.Puback => Puback(ref reader),
            MqttPacketType.Subscribe => Subscribe(ref reader),
            MqttPacketType.Suback => Suback(ref reader),
            MqttPacketType.Unsubscribe => Unsubscribe(ref reader),
            MqttPacketType.Unsuback => Unsuback(ref reader),
            MqttPacketType.Pingreq => new PingreqPacket(),
            MqttPacketType.Pingresp => new PingrespPacket(),
            MqttPacketType.Disconnect => Disconnect(ref reader),
            _ => throw reader.Malformed($"packet type {(byte)type} is not expected", MqttReasonCode.ProtocolError),
        };
        return reader.AtEnd ? packet : throw reader.Malformed("bytes follow the end of the packet");
    }

    private static ConnackPacket Connack(ref MqttReader reader)
    {
        var flags = reader.ReadByte("acknowledge flags");
        if (flags > 1)
            throw reader.Malformed($"acknowledge flags are 0x{flags:X2}");
        var reason = (MqttReasonCode)reader.ReadByte("reason code");
        return new ConnackPacket(flags == 1, reason) { Properties = reader.ReadProperties(MqttPacketType.Connack) };
    }

    private static PublishPacket Publish(ref MqttReader reader, int flags)
    {
        var quality = (flags >> 1) & 3;
        var duplicate = (flags & 8) != 0;
        if (quality == 3 || (quality == 0 && duplicate))
            throw reader.Malformed($"the flags of the fixed header are {flags}");
        if (quality == 2)
            throw reader.Malformed("QoS 2 is not offered", MqttReasonCode.QosNotSupported);
        var topic = reader.ReadText("topic name");
        if (topic.AsSpan().ContainsAny('+', '#'))
            throw reader.Malformed("the topic name holds a wildcard", MqttReasonCode.TopicNameInvalid);
        var identifier = quality == 0 ? (ushort)0 : reader.ReadPacketIdentifier();
        var properties = reader.ReadProperties(MqttPacketType.Publish);
        if (topic.Length == 0 && properties.Number(MqttPropertyId.TopicAlias) is null)
            throw reader.Malformed("neither topic name nor topic alias", MqttReasonCode.ProtocolError);
        return new PublishPacket(topic, reader.ReadRest(), (MqttQualityOfService)quality, (flags & 1) != 0, duplicate, identifier)
        {
            Properties = properties,
        };
    }

    private static PubackPacket Puback(ref MqttReader reader)
    {
        var identifier = reader.ReadPacketIdentifier();
        var reason = reader.AtEnd ? MqttReasonCode.Success : (MqttReasonCode)reader.ReadByte("reason code");
        return new PubackPacket(identifier, reason) { Properties = OptionalProperties(ref reader, MqttPacketType.Puback) };
    }

    private static SubscribePacket Subscribe(ref MqttReader reader)
    {
        var identifier = reader.ReadPacketIdentifier();
        var properties = reader.ReadProperties(MqttPacketType.Subscribe);
        var subscriptions = new List<MqttSubscription>();
        do
        {
            var filter = reader.ReadText("topic filter");
            var options = reader.ReadByte("subscription options");
            if ((options & 0xC0) != 0 || (options & 3) > 1 || (options >> 4 & 3) == 3)
                throw reader.Malformed($"subscription options are 0x{options:X2}", MqttReasonCode.ProtocolError);
            subscriptions.Add(new MqttSubscription(filter, (MqttQualityOfService)(options & 3))
            {
                NoLocal = (options & 4) != 0,
                RetainAsPublished = (options & 8) != 0,
                RetainHandling = (MqttRetainHandling)(options >> 4),
            });
        }
        while (!reader.AtEnd);
        return new SubscribePacket(identifier, subscriptions) { Properties = properties };
    }

    private static SubackPacket Suback(ref MqttReader reader)
    {
        var identifier = reader.ReadPacketIdentifier();
        var properties = reader.ReadProperties(MqttPacketType.Suback);
        return new SubackPacket(identifier, ReasonCodes(ref reader)) { Properties = properties };
    }

    private static UnsubscribePacket Unsubscribe(ref MqttReader reader)
    {
        var identifier = reader.ReadPacketIdentifier();
        var properties = reader.ReadProperties(MqttPacketType.Unsubscribe);
        var filters = new List<string>();
        do
            filters.Add(reader.ReadText("topic filter"));
        while (!reader.AtEnd);
        return new UnsubscribePacket(identifier, filters) { Properties = properties };
    }

    private static UnsubackPacket Unsuback(ref MqttReader reader)
    {
        var identifier = reader.ReadPacketIdentifier();
        var properties = reader.ReadProperties(MqttPacketType.Unsuback);
        return new UnsubackPacket(identifier, ReasonCodes(ref reader)) { Properties = properties };
    }

    private static DisconnectPacket Disconnect(ref MqttReader reader)
    {
        var reason = reader.AtEnd ? MqttReasonCode.Success : (MqttReasonCode)reader.ReadByte("reason code");
        return new DisconnectPacket(reason) { Properties = OptionalProperties(ref reader, MqttPacketType.Disconnect) };
    }

    private static MqttProperties OptionalProperties(ref MqttReader reader, MqttPacketType owner) =>
        reader.AtEnd ? MqttProperties.None : reader.ReadProperties(owner);

    private static MqttReasonCode[] ReasonCodes(ref MqttReader reader)
    {
        var bytes = reader.ReadRest().Span;
        if (bytes.IsEmpty)
            throw reader.Malformed("no reason codes", MqttReasonCode.ProtocolError);
        var codes = new MqttReasonCode[bytes.Length];
        for (var i = 0; i < codes.Length; i++)
            codes[i] = (MqttReasonCode)bytes[i];
        return codes;
    }
}
