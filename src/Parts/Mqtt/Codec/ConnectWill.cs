namespace Streaming.Parts.Mqtt.Codec;

internal sealed record ConnectWill(string Topic, ReadOnlyMemory<byte> Payload,
    MqttQualityOfService QualityOfService, bool Retain, MqttProperties Properties);
