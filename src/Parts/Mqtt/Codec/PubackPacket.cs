namespace Streaming.Parts.Mqtt.Codec;

internal sealed record PubackPacket(ushort PacketIdentifier, MqttReasonCode ReasonCode) : MqttPacket;
