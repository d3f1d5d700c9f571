namespace Streaming.Parts.Mqtt.Codec;

/// <summary>CONNECT, which only a broker reads: here, the one that the tests play.</summary>
internal static class ConnectDecoder
{
    public static ConnectPacket Decode(ref MqttReader reader)
    {
        if (reader.ReadText("protocol name") != "MQTT")
            throw reader.Malformed("the protocol is not MQTT", MqttReasonCode.UnsupportedProtocolVersion);
        var version = reader.ReadByte("protocol version");
        if (version != 5)
            throw reader.Malformed($"protocol version {version} is not 5", MqttReasonCode.UnsupportedProtocolVersion);
        var flags = reader.ReadByte("connect flags");
        var willQuality = flags >> 3 & 3;
        if ((flags & 1) != 0 || willQuality > 1 || ((flags & 4) == 0 && (flags & 0x38) != 0))
            throw reader.Malformed($"connect flags are 0x{flags:X2}");
        var keepAlive = reader.ReadTwoBytes("keep alive");
        var properties = reader.ReadProperties(MqttPacketType.Connect);
        var clientId = reader.ReadText("client identifier");
        var will = (flags & 4) == 0 ? null : Will(ref reader, (MqttQualityOfService)willQuality, (flags & 0x20) != 0);
        return new ConnectPacket(clientId, (flags & 2) != 0, keepAlive)
        {
            Properties = properties,
            Will = will,
            UserName = (flags & 0x80) != 0 ? reader.ReadText("user name") : null,
            Password = (flags & 0x40) != 0 ? reader.ReadBinary("password") : null,
        };
    }

    private static ConnectWill Will(ref MqttReader reader, MqttQualityOfService quality, bool retain)
    {
        var properties = reader.ReadProperties(MqttPacketType.Will);
        var topic = reader.ReadText("will topic");
        return new ConnectWill(topic, reader.ReadBinary("will payload"), quality, retain, properties);
    }
}
