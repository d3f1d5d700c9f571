namespace Streaming.Parts.Mqtt;

/// <summary>Bytes that are not MQTT 5, or a peer that breaks its rules; the code is the one to disconnect with.</summary>
public sealed class MqttProtocolException(MqttReasonCode reasonCode, string message) : Exception(message)
{
    public MqttReasonCode ReasonCode { get; } = reasonCode;
}
