namespace Streaming.Parts.Mqtt.Codec;

internal sealed record PingrespPacket : MqttPacket;
