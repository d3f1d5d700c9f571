namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Turns a packet into the bytes of the wire.</summary>
internal static class MqttEncoder
{
    public static byte[] Encode(MqttPacket packet)
    {
        var writer = new MqttWriter();
        return writer.ToPacket(packet switch
        {
            ConnectPacket connect => Connect(writer, connect),
            ConnackPacket connack => Connack(writer, connack),
            PublishPacket publish => Publish(writer, publish),
            PubackPacket puback => Puback(writer, puback),
            SubscribePacket subscribe => Subscribe(writer, subscribe),
            SubackPacket suback => Answer(writer, MqttPacketType.Suback, suback.PacketIdentifier, suback.Properties, suback.ReasonCodes),
            UnsubscribePacket unsubscribe => Unsubscribe(writer, unsubscribe),
            UnsubackPacket unsuback => Answer(writer, MqttPacketType.Unsuback, unsuback.PacketIdentifier, unsuback.Properties, unsuback.ReasonCodes),
            PingreqPacket => FirstByte(MqttPacketType.Pingreq),
            PingrespPacket => FirstByte(MqttPacketType.Pingresp),
            DisconnectPacket disconnect => Disconnect(writer, disconnect),
            _ => throw new ArgumentException($"{packet.GetType().Name} has no form on the wire."),
        });
    }

    /// <summary>A PUBLISH up to its payload, which is sent from where it lies: it is most of the packet, and need not be copied.</summary>
    public static byte[] EncodeHead(PublishPacket packet)
    {
        var writer = new MqttWriter();
        return writer.ToPacket(Head(writer, packet), packet.Payload.Length);
    }

    private static byte FirstByte(MqttPacketType type, int flags = 0) => (byte)((int)type << 4 | flags);

    private static byte Connect(MqttWriter writer, ConnectPacket packet)
    {
        var flags = packet.CleanStart ? 2 : 0;
        if (packet.Will is { } w)
            flags |= 4 | (int)w.QualityOfService << 3 | (w.Retain ? 0x20 : 0);
        flags |= (packet.UserName is null ? 0 : 0x80) | (packet.Password is null ? 0 : 0x40);
        writer.WriteText("MQTT");
        writer.WriteByte(5);
        writer.WriteByte((byte)flags);
        writer.WriteTwoBytes(packet.KeepAliveSeconds);
        writer.WriteProperties(packet.Properties);
        writer.WriteText(packet.ClientId);
        if (packet.Will is { } will)
        {
            writer.WriteProperties(will.Properties);
            writer.WriteText(will.Topic);
            writer.WriteBinary(will.Payload.Span);
        }

        if (packet.UserName is not null)
            writer.WriteText(packet.UserName);
        if (packet.Password is { } password)
            writer.WriteBinary(password.Span);
        return FirstByte(MqttPacketType.Connect);
    }

    private static byte Connack(MqttWriter writer, ConnackPacket packet)
    {
        writer.WriteByte(packet.SessionPresent ? (byte)1 : (byte)0);
        writer.WriteByte((byte)packet.ReasonCode);
        writer.WriteProperties(packet.Properties);
        return FirstByte(MqttPacketType.Connack);
    }

    private static byte Publish(MqttWriter writer, PublishPacket packet)
    {
        var firstByte = Head(writer, packet);
        writer.WriteRaw(packet.Payload.Span);
        return firstByte;
    }

    private static byte Head(MqttWriter writer, PublishPacket packet)
    {
        writer.WriteText(packet.Topic);
        if (packet.QualityOfService != MqttQualityOfService.AtMostOnce)
            writer.WriteTwoBytes(packet.PacketIdentifier);
        writer.WriteProperties(packet.Properties);
        return FirstByte(MqttPacketType.Publish, (packet.Duplicate ? 8 : 0) | (int)packet.QualityOfService << 1 | (packet.Retain ? 1 : 0));
    }

    private static byte Puback(MqttWriter writer, PubackPacket packet)
    {
        writer.WriteTwoBytes(packet.PacketIdentifier);
        WriteReason(writer, packet.ReasonCode, packet.Properties);
        return FirstByte(MqttPacketType.Puback);
    }

    private static byte Subscribe(MqttWriter writer, SubscribePacket packet)
    {
        writer.WriteTwoBytes(packet.PacketIdentifier);
        writer.WriteProperties(packet.Properties);
        foreach (var s in packet.Subscriptions)
        {
            writer.WriteText(s.TopicFilter);
            var flags = (s.NoLocal ? 4 : 0) | (s.RetainAsPublished ? 8 : 0);
            writer.WriteByte((byte)((int)s.MaximumQualityOfService | flags | (int)s.RetainHandling << 4));
        }

        return FirstByte(MqttPacketType.Subscribe, 2);
    }

    private static byte Unsubscribe(MqttWriter writer, UnsubscribePacket packet)
    {
        writer.WriteTwoBytes(packet.PacketIdentifier);
        writer.WriteProperties(packet.Properties);
        foreach (var filter in packet.TopicFilters)
            writer.WriteText(filter);
        return FirstByte(MqttPacketType.Unsubscribe, 2);
    }

    private static byte Answer(
        MqttWriter writer, MqttPacketType type, ushort identifier, MqttProperties properties, IReadOnlyList<MqttReasonCode> codes)
    {
        writer.WriteTwoBytes(identifier);
        writer.WriteProperties(properties);
        foreach (var code in codes)
            writer.WriteByte((byte)code);
        return FirstByte(type);
    }

    private static byte Disconnect(MqttWriter writer, DisconnectPacket packet)
    {
        WriteReason(writer, packet.ReasonCode, packet.Properties);
        return FirstByte(MqttPacketType.Disconnect);
    }

    /// <summary>Success without properties is left out, as the standard allows.</summary>
    private static void WriteReason(MqttWriter writer, MqttReasonCode reason, MqttProperties properties)
    {
        if (reason == MqttReasonCode.Success && properties.Items.Count == 0)
            return;
        writer.WriteByte((byte)reason);
        if (properties.Items.Count > 0)
            writer.WriteProperties(properties);
    }
}
