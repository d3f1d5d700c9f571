namespace Streaming.Parts.Mqtt;

/// <summary>
/// A message from the broker and the handle to acknowledge it. A QoS 1 message that is never acknowledged occupies one place of the
/// receive maximum and is redelivered after the next reconnection.
/// </summary>
/// <param name="message">What was received.</param>
/// <param name="duplicate">The broker says that it may have sent this message before (DUP).</param>
/// <param name="acknowledge">Called once, by the first acknowledgement; null where there is nothing to acknowledge.</param>
public sealed class MqttReceived(MqttMessage message, bool duplicate = false, Action<MqttReceived>? acknowledge = null)
{
    private Action<MqttReceived>? _acknowledge = acknowledge;

    public MqttMessage Message { get; } = message;

    public string Topic => Message.Topic;

    public ReadOnlyMemory<byte> Payload => Message.Payload;

    public MqttQualityOfService QualityOfService => Message.QualityOfService;

    public bool Retain => Message.Retain;

    public string? ContentType => Message.ContentType;

    public IReadOnlyList<KeyValuePair<string, string>> UserProperties => Message.UserProperties;

    public bool Duplicate { get; } = duplicate;

    internal ushort PacketIdentifier { get; init; }

    /// <summary>Guarded by the window that holds this handle.</summary>
    internal bool IsAcknowledged { get; set; }

    /// <summary>
    /// From any thread, in any order, at any later time; the PUBACKs leave in the order in which the messages came. Hands over and returns: it
    /// never waits for the network. Does nothing for QoS 0, the second time, or when the connection that brought the message has ended (then the
    /// broker sends the message again).
    /// </summary>
    public ValueTask AcknowledgeAsync(CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Interlocked.Exchange(ref _acknowledge, null)?.Invoke(this);
        return ValueTask.CompletedTask;
    }

    /// <summary>Acknowledges messages that came one after the other: their PUBACKs leave in one piece, in the order in which they came.</summary>
    public static void Acknowledge(IReadOnlyList<MqttReceived> received)
    {
        // None leaves before the first: with it all do.
        for (var i = received.Count - 1; i >= 0; i--)
            Interlocked.Exchange(ref received[i]._acknowledge, null)?.Invoke(received[i]);
    }
}
