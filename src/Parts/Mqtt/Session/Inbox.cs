using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Messages on their way to the application. Who waits, and how much there can be, for a receive maximum of R:
/// <list type="bullet">
/// <item>QoS 1: the broker waits. It may not send more than R beyond what was acknowledged, so there is always room and the socket reader never waits.</item>
/// <item>QoS 0: at most R unread ones are held. Then the socket reader waits for the application, TCP fills up, and the broker waits (or drops, by its own
/// rules). PINGRESP and PUBACK lie behind that flood in the same stream. So a dead peer is not suspected while the reader waits; and once this side
/// waits for a PUBACK or SUBACK (perhaps the very application that should be reading), further QoS 0 messages are dropped and counted instead, which
/// QoS 0 permits: nothing can stand still for ever.</item>
/// <item>A third R is for unread QoS 1 messages of a session that the broker lost. Only if it loses two while nobody reads anything does the reader wait for those.</item>
/// </list>
/// </summary>
internal sealed class Inbox(ushort receiveMaximum, Func<bool> replyAwaited) : ChannelReader<MqttReceived>
{
    private readonly Lock _gate = new();
    private readonly Channel<MqttReceived> _queue = Channel.CreateBounded<MqttReceived>(3 * receiveMaximum);
    private TaskCompletionSource? _room;
    private int _unreadQos0;
    private long _dropped;

    public override Task Completion => _queue.Reader.Completion;

    public override bool CanCount => true;

    public override int Count => _queue.Reader.Count;

    public long DroppedQos0 => Interlocked.Read(ref _dropped);

    /// <summary>The socket reader waits for the application.</summary>
    public bool IsHoldingReader { get; private set; }

    public async ValueTask DeliverAsync(MqttReceived received, CancellationToken cancellationToken)
    {
        try
        {
            if (received.QualityOfService == MqttQualityOfService.AtMostOnce && !await TryReserveAsync(cancellationToken))
                return;
            if (_queue.Writer.TryWrite(received))
                return;
            IsHoldingReader = true;
            await _queue.Writer.WriteAsync(received, cancellationToken);
        }
        finally
        {
            IsHoldingReader = false;
        }
    }

    /// <summary>Someone waits for a reply of the broker: the reader must go on, whatever QoS 0 messages that costs.</summary>
    public void HurryReader()
    {
        lock (_gate)
            _room?.TrySetResult();
    }

    /// <summary>
    /// The broker kept the session, so it sends every unacknowledged message again: the unread copies go. Only between two connections.
    /// </summary>
    public void DropRedelivered()
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

    public void Complete() => _queue.Writer.TryComplete();

    public override bool TryRead([MaybeNullWhen(false)] out MqttReceived item)
    {
        if (!_queue.Reader.TryRead(out item))
            return false;
        if (item.QualityOfService == MqttQualityOfService.AtMostOnce)
        {
            lock (_gate)
            {
                _unreadQos0--;
                _room?.TrySetResult();
            }
        }

        return true;
    }

    public override ValueTask<bool> WaitToReadAsync(CancellationToken cancellationToken = default) => _queue.Reader.WaitToReadAsync(cancellationToken);

    /// <summary>False: dropped.</summary>
    private async ValueTask<bool> TryReserveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            Task room;
            lock (_gate)
            {
                if (_unreadQos0 < receiveMaximum)
                {
                    _unreadQos0++;
                    return true;
                }

                if (replyAwaited())
                {
                    _dropped++;
                    return false;
                }

                _room = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                room = _room.Task;
                IsHoldingReader = true;
            }

            await room.WaitAsync(cancellationToken);
        }
    }
}
