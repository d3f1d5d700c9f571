using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>What the broker announced in CONNACK; the defaults are the standard's.</summary>
internal sealed record BrokerLimits(ushort ReceiveMaximum, uint MaximumPacketSizeBytes, bool QosOneAvailable,
    bool RetainAvailable, ushort KeepAliveSeconds)
{
    public static BrokerLimits From(ConnackPacket connack, ushort keepAliveAskedSeconds) => new(
        (ushort)(connack.Properties.Number(MqttPropertyId.ReceiveMaximum) ?? ushort.MaxValue),
        connack.Properties.Number(MqttPropertyId.MaximumPacketSize) ?? uint.MaxValue,
        connack.Properties.Number(MqttPropertyId.MaximumQos) != 0,
        connack.Properties.Number(MqttPropertyId.RetainAvailable) != 0,
        (ushort)(connack.Properties.Number(MqttPropertyId.ServerKeepAlive) ?? keepAliveAskedSeconds));

    /// <summary>The reason why the broker would refuse a message, known before it is sent; null when there is none.</summary>
    public MqttReasonCode? Refuses(MqttMessage message, int packetBytes) =>
        message.QualityOfService == MqttQualityOfService.AtLeastOnce && !QosOneAvailable ? MqttReasonCode.QosNotSupported
        : message.Retain && !RetainAvailable ? MqttReasonCode.RetainNotSupported
        : packetBytes > MaximumPacketSizeBytes ? MqttReasonCode.PacketTooLarge
        : null;
}
