namespace Streaming.Parts.Mqtt.Codec;

internal sealed record UnsubackPacket(ushort PacketIdentifier, IReadOnlyList<MqttReasonCode> ReasonCodes) : MqttPacket;
