using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// The QoS 1 messages of one connection that are not acknowledged yet, in the order they came, which is the order their PUBACKs must leave in
/// (MQTT 5, 4.6). It dies with its connection: the broker sends again whatever was open.
/// <para>
/// A broker that exceeds the receive maximum could be disconnected at once. But Debian's mosquitto 2.0.11 does exceed it when it has been restarted
/// with a queue, and would do so again after every reconnection. So above the maximum the socket reader waits for acknowledgements (unless a
/// reply is awaited), and only <see cref="OverstepFactor"/> times the maximum ends the connection.
/// </para>
/// </summary>
internal sealed class InboundWindow(ushort receiveMaximum, Action<byte[]> send, ReaderGate gate)
{
    public const int OverstepFactor = 16;
    private readonly Lock _gate = new();
    private readonly Queue<MqttReceived> _open = new();
    private readonly List<byte> _leaving = [];
    private bool _closed;

    /// <summary>The handle for a message; throws when there are far too many.</summary>
    public MqttReceived Admit(PublishPacket packet)
    {
        var received = new MqttReceived(PacketFactory.Message(packet), packet.Duplicate, Acknowledge) { PacketIdentifier = packet.PacketIdentifier };
        lock (_gate)
        {
            if (_open.Count == OverstepFactor * receiveMaximum)
                throw new MqttProtocolException(MqttReasonCode.ReceiveMaximumExceeded,
                    $"The broker has sent {_open.Count} messages without acknowledgement; the receive maximum is {receiveMaximum}.");
            _open.Enqueue(received);
        }

        return received;
    }

    /// <summary>Holds the socket reader while the broker oversteps.</summary>
    public async ValueTask WaitWhileOverfullAsync(CancellationToken cancellationToken)
    {
        if (!HasRoom())
            await gate.EnterAsync(HasRoom, cancellationToken);
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _open.Clear();
        }
    }

    private bool HasRoom()
    {
        lock (_gate)
            return _open.Count <= receiveMaximum;
    }

    private void Acknowledge(MqttReceived received)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            received.IsAcknowledged = true;
            // All that may leave now leaves as one.
            while (_open.TryPeek(out var first) && first.IsAcknowledged)
                _leaving.AddRange(MqttEncoder.Encode(new PubackPacket(_open.Dequeue().PacketIdentifier, MqttReasonCode.Success)));
            if (_leaving.Count == 0)
                return;
            send([.. _leaving]);
            _leaving.Clear();
        }

        gate.Signal();
    }
}
