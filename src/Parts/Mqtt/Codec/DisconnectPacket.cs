namespace Streaming.Parts.Mqtt.Codec;

internal sealed record DisconnectPacket(MqttReasonCode ReasonCode) : MqttPacket;
