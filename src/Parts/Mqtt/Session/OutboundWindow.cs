using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Our QoS 1 publishes until their PUBACK, in the order of the calls; outlives connections. The callers wait (each holds its own message);
/// on the wire there are never more than the smaller of the broker's receive maximum and our own limit.
/// </summary>
internal sealed class OutboundWindow(PacketIdentifiers identifiers, ushort maximumInFlight)
{
    private readonly Lock _gate = new();
    private readonly LinkedList<OutboundPublish> _queue = new();
    private readonly Dictionary<ushort, LinkedListNode<OutboundPublish>> _sent = [];
    private LinkedListNode<OutboundPublish>? _next; // first one not yet sent on this connection
    private Func<byte[], ReadOnlyMemory<byte>, bool>? _send;
    private BrokerLimits? _limits;
    private int _quota;
    private bool _disposed;

    public bool IsReplyAwaited
    {
        get
        {
            lock (_gate)
                return _queue.First is { } first && first != _next;
        }
    }

    public async ValueTask<MqttPublishResult> PublishAsync(MqttMessage message, Action replyAwaited, CancellationToken cancellationToken)
    {
        var publish = new OutboundPublish(message);
        LinkedListNode<OutboundPublish> node;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, typeof(MqttClient));
            node = _queue.AddLast(publish);
            _next ??= node;
            SendWhatFits();
        }

        replyAwaited();
        try
        {
            return await publish.Completion.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            Withdraw(node);
            throw;
        }
    }

    /// <summary>A connection stands: everything unacknowledged is sent again, in order; with DUP where the broker kept the session.</summary>
    public void Attach(Func<byte[], ReadOnlyMemory<byte>, bool> send, BrokerLimits limits, bool sessionPresent)
    {
        lock (_gate)
        {
            (_send, _limits, _quota, _next) = (send, limits, Math.Min(limits.ReceiveMaximum, maximumInFlight), _queue.First);
            if (!sessionPresent)
                ForgetIdentifiers();
            SendWhatFits();
        }
    }

    public void Detach()
    {
        lock (_gate)
            (_send, _next) = (null, _queue.First);
    }

    public void Acknowledge(PubackPacket puback)
    {
        OutboundPublish publish;
        lock (_gate)
        {
            // An identifier of an earlier connection whose message a later one completed: nothing to do.
            if (!_sent.TryGetValue(puback.PacketIdentifier, out var node))
                return;
            publish = node.Value;
            Remove(node);
            _quota++;
            SendWhatFits();
        }

        publish.Complete((byte)puback.ReasonCode < 0x80 ? MqttPublishOutcome.Acknowledged : MqttPublishOutcome.Refused, puback.ReasonCode);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var publish in _queue)
                publish.Fail(new ObjectDisposedException(nameof(MqttClient)));
            _queue.Clear();
            _next = null;
        }
    }

    private void SendWhatFits()
    {
        while (_send is not null && _quota > 0 && _next is { } node)
        {
            _next = node.Next;
            var publish = node.Value;
            var duplicate = publish.PacketIdentifier != 0;
            if (!duplicate)
            {
                publish.PacketIdentifier = identifiers.Take();
                _sent.Add(publish.PacketIdentifier, node);
            }

            if (Encode(publish, duplicate) is not { } packet)
            {
                Remove(node);
                continue;
            }

            _quota--;
            _send(packet, publish.Message.Payload);
        }
    }

    /// <summary>Null: it cannot be sent, and its caller has been told.</summary>
    private byte[]? Encode(OutboundPublish publish, bool duplicate)
    {
        try
        {
            var packet = MqttEncoder.EncodeHead(PacketFactory.Publish(publish.Message, publish.PacketIdentifier, duplicate));
            if (_limits!.Refuses(publish.Message, packet.Length + publish.Message.Payload.Length) is not { } reason)
                return packet;
            publish.Complete(MqttPublishOutcome.Refused, reason);
        }
        catch (ArgumentException exception)
        {
            publish.Fail(exception); // text that MQTT cannot carry: the caller's error, not this connection's
        }

        return null;
    }

    /// <summary>Only what was never sent can be taken back; the rest stays until its PUBACK, with nobody waiting.</summary>
    private void Withdraw(LinkedListNode<OutboundPublish> node)
    {
        lock (_gate)
        {
            if (node.List is null || node.Value.PacketIdentifier != 0)
                return;
            if (_next == node)
                _next = node.Next;
            _queue.Remove(node);
        }
    }

    private void Remove(LinkedListNode<OutboundPublish> node)
    {
        if (_next == node)
            _next = node.Next;
        _queue.Remove(node);
        _sent.Remove(node.Value.PacketIdentifier);
        identifiers.Release(node.Value.PacketIdentifier);
    }

    private void ForgetIdentifiers()
    {
        foreach (var identifier in _sent.Keys)
            identifiers.Release(identifier);
        _sent.Clear();
        foreach (var publish in _queue)
            publish.PacketIdentifier = 0;
    }
}
