namespace Streaming.Parts.Mqtt.Codec;

internal sealed record ConnackPacket(bool SessionPresent, MqttReasonCode ReasonCode) : MqttPacket;
