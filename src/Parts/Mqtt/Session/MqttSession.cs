using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>What outlives a connection: unread messages, unacknowledged publishes, subscriptions.</summary>
internal sealed class MqttSession
{
    public MqttSession(MqttClientOptions options)
    {
        var identifiers = new PacketIdentifiers();
        Outbound = new OutboundWindow(identifiers, options.MaximumInFlight);
        Subscriptions = new SubscriptionBook(identifiers);
        ReaderGate = new ReaderGate(() => Outbound.IsReplyAwaited || Subscriptions.IsReplyAwaited);
        Inbox = new Inbox(options.ReceiveMaximum, ReaderGate);
    }

    public ReaderGate ReaderGate { get; }

    public Inbox Inbox { get; }

    public OutboundWindow Outbound { get; }

    public SubscriptionBook Subscriptions { get; }

    /// <summary>Resends and resubscribes over a fresh connection; completes when every remembered subscription stands.</summary>
    public Task AttachAsync(MqttLink link)
    {
        Outbound.Attach(link.Send, link.Limits, link.SessionPresent);
        return Subscriptions.AttachAsync(packet => link.Send(MqttEncoder.Encode(packet)), link.SessionPresent);
    }

    public void Detach()
    {
        Outbound.Detach();
        Subscriptions.Detach();
    }

    public void Dispose()
    {
        Inbox.Complete();
        Outbound.Dispose();
        Subscriptions.Dispose();
    }
}
