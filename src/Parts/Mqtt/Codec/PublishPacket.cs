namespace Streaming.Parts.Mqtt.Codec;

/// <param name="PacketIdentifier">0 for QoS 0, which has none.</param>
internal sealed record PublishPacket(string Topic, ReadOnlyMemory<byte> Payload, MqttQualityOfService QualityOfService, bool Retain,
    bool Duplicate, ushort PacketIdentifier) : MqttPacket;
