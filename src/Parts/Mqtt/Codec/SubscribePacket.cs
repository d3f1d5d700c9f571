namespace Streaming.Parts.Mqtt.Codec;

internal sealed record SubscribePacket(ushort PacketIdentifier, IReadOnlyList<MqttSubscription> Subscriptions) : MqttPacket;
