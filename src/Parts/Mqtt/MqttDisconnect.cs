namespace Streaming.Parts.Mqtt;

/// <summary>Why a connection ended or did not come about.</summary>
public sealed record MqttDisconnect(MqttDisconnectCause Cause, MqttReasonCode? ReasonCode, string Message);
