namespace Streaming.Parts.Mqtt;

/// <summary>A connection did not come about.</summary>
/// <param name="message">What was tried and what happened.</param>
/// <param name="reasonCode">The broker's code; null when the network, TLS or a time-out failed before the broker answered.</param>
/// <param name="innerException">The network's own error.</param>
public sealed class MqttConnectException(string message, MqttReasonCode? reasonCode = null, Exception? innerException = null)
    : Exception(message, innerException)
{
    public MqttReasonCode? ReasonCode { get; } = reasonCode;
}
