namespace Streaming.Parts.Mqtt.Codec;

internal sealed record UnsubscribePacket(ushort PacketIdentifier, IReadOnlyList<string> TopicFilters) : MqttPacket;
