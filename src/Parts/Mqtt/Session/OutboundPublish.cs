namespace Streaming.Parts.Mqtt.Session;

/// <summary>A QoS 1 publish that waits for its PUBACK.</summary>
internal sealed class OutboundPublish(MqttMessage message)
{
    private readonly TaskCompletionSource<MqttPublishResult> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public MqttMessage Message { get; } = message;

    public Task<MqttPublishResult> Completion => _completion.Task;

    /// <summary>0 until it is first sent in this session.</summary>
    public ushort PacketIdentifier { get; set; }

    public void Complete(MqttPublishOutcome outcome, MqttReasonCode reason) => _completion.TrySetResult(new MqttPublishResult(outcome, reason));

    public void Fail(Exception exception) => _completion.TrySetException(exception);
}
