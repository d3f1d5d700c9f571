namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Base of all control packets.</summary>
internal abstract record MqttPacket
{
    public MqttProperties Properties { get; init; } = MqttProperties.None;
}
