namespace Streaming.Parts.Mqtt;

/// <summary>What became of a publish.</summary>
public readonly record struct MqttPublishResult(MqttPublishOutcome Outcome, MqttReasonCode ReasonCode = MqttReasonCode.Success)
{
    public bool IsAccepted => Outcome is MqttPublishOutcome.Acknowledged or MqttPublishOutcome.Sent;
}
