namespace Streaming.Parts.Mqtt.Session;

internal sealed class SubscriptionEntry(MqttSubscription subscription, TaskCompletionSource<MqttReasonCode>? answer)
{
    public MqttSubscription Subscription { get; } = subscription;

    public TaskCompletionSource<MqttReasonCode> Answer { get; } =
        answer ?? new TaskCompletionSource<MqttReasonCode>(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The broker holds it.</summary>
    public bool IsStanding { get; set; }

    public bool IsAsked { get; set; }

    /// <summary>It stood once: if it is refused now, the connection is of no use.</summary>
    public bool WasGranted { get; set; }
}
