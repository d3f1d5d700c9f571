namespace Streaming.Parts.Mqtt.Codec;

internal sealed record SubackPacket(ushort PacketIdentifier, IReadOnlyList<MqttReasonCode> ReasonCodes) : MqttPacket;
