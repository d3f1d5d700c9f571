namespace Streaming.Parts.Mqtt.Codec;

internal sealed record PingreqPacket : MqttPacket;
