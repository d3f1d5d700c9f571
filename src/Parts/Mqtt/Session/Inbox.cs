using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Messages on their way to the application. Who waits, and how much there can be, for a receive maximum of R:
/// <list type="bullet">
/// <item>QoS 1: the broker waits. It may not send more than R beyond what was acknowledged, so there is always room and the socket reader never
/// waits (what happens if it does send more: <see cref="InboundWindow"/>).</item>
/// <item>QoS 0: at most R unread ones are held. Then the socket reader waits for the application, TCP fills up, and the broker waits (or drops,
/// by its own rules). PINGRESP and PUBACK lie behind that flood in the same stream. So a dead peer is not suspected while the reader waits;
/// and once this side waits for a PUBACK or SUBACK (perhaps the very application that should be reading), further QoS 0 messages are dropped
/// and counted
/// instead, which QoS 0 permits: nothing can stand still for ever.</item>
/// <item>Unread QoS 1 messages of a session that the broker lost are kept as well. Only if it loses two while nobody reads anything
/// does the reader wait for them.</item>
/// </list>
/// </summary>
internal sealed class Inbox(ushort receiveMaximum, ReaderGate gate) : ChannelReader<MqttReceived>
{
    private readonly Channel<MqttReceived> _queue =
        Channel.CreateBounded<MqttReceived>((1 + 2 * InboundWindow.OverstepFactor) * receiveMaximum);
    private readonly Lock _reading = new(); // or an application that reads while copies are dropped gets a later message before an earlier one
    private int _unreadQos0;
    private long _dropped;

    public override Task Completion => _queue.Reader.Completion;

    public override bool CanCount => true;

    public override int Count => _queue.Reader.Count;

    public long DroppedQos0 => Interlocked.Read(ref _dropped);

    public async ValueTask DeliverAsync(MqttReceived received, CancellationToken cancellationToken)
    {
        if (received.QualityOfService == MqttQualityOfService.AtMostOnce && !await gate.EnterAsync(TryReserve, cancellationToken))
            Interlocked.Increment(ref _dropped);
        else if (!_queue.Writer.TryWrite(received))
            await _queue.Writer.WriteAsync(received, cancellationToken);
    }

    /// <summary>
    /// The broker kept the session, so it sends every unacknowledged message again: the unread copies go. Only between two connections.
    /// </summary>
    public void DropRedelivered()
    {
        lock (_reading)
        {
            var kept = new List<MqttReceived>();
            while (_queue.Reader.TryRead(out var received))
            {
                if (received.QualityOfService == MqttQualityOfService.AtMostOnce)
                    kept.Add(received);
            }

            foreach (var received in kept)
                _queue.Writer.TryWrite(received);
        }
    }

    public void Complete() => _queue.Writer.TryComplete();

    public override bool TryRead([MaybeNullWhen(false)] out MqttReceived item)
    {
        lock (_reading)
        {
            if (!_queue.Reader.TryRead(out item))
                return false;
        }

        if (item.QualityOfService == MqttQualityOfService.AtMostOnce)
        {
            Interlocked.Decrement(ref _unreadQos0);
            gate.Signal();
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) =>
        _queue.Reader.WaitToReadAsync(cancellationToken);

    private bool TryReserve()
    {
        if (Volatile.Read(ref _unreadQos0) >= receiveMaximum) // only the one socket reader adds
            return false;
        Interlocked.Increment(ref _unreadQos0);
        return true;
    }
}
