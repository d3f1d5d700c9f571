using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// The QoS 1 messages of one connection that are not acknowledged yet, in the order they came, which is the order their PUBACKs must leave in
/// (MQTT 5, 4.6). It dies with its connection: the broker sends again whatever was open.
/// </summary>
internal sealed class InboundWindow(ushort receiveMaximum, Action<MqttPacket> send)
{
    private readonly Lock _gate = new();
    private readonly Queue<MqttReceived> _open = new();
    private bool _closed;

    /// <summary>The handle for a message; throws when the broker exceeds the receive maximum we announced.</summary>
    public MqttReceived Admit(PublishPacket packet)
    {
        var received = new MqttReceived(PacketFactory.Message(packet), packet.Duplicate, Acknowledge) { PacketIdentifier = packet.PacketIdentifier };
        lock (_gate)
        {
            if (_open.Count == receiveMaximum)
                throw new MqttProtocolException(MqttReasonCode.ReceiveMaximumExceeded, $"The broker exceeds the receive maximum of {receiveMaximum}.");
            _open.Enqueue(received);
        }

        return received;
    }

    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _open.Clear();
        }
    }

    private void Acknowledge(MqttReceived received)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            received.IsAcknowledged = true;
            while (_open.TryPeek(out var first) && first.IsAcknowledged)
            {
                _open.Dequeue();
                send(new PubackPacket(first.PacketIdentifier, MqttReasonCode.Success));
            }
        }
    }
}
