using System.IO.Pipelines;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Parts.Mqtt.Session;

/// <summary>One network connection after its CONNACK: a reader, a sender and the keep-alive, until the first of them ends.</summary>
internal sealed class MqttLink : IAsyncDisposable
{
    /// <summary>Of the connection's reader and writer: small enough for every client to have, large enough that a busy one makes few
    /// calls.</summary>
    public const int BufferBytes = 1 << 15;

    private readonly Stream _stream;
    private readonly PipeReader _input;
    private readonly SendQueue _sending;
    private readonly MqttSession _session;
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly InboundWindow _window;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _stopDelivery = new();
    private readonly TaskCompletionSource<MqttDisconnect> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _receivedSinceAsked;
    private volatile bool _closing;

    public MqttLink(Stream stream, PipeReader input, ConnackPacket connack, MqttSession session, MqttClientOptions options, TimeProvider time)
    {
        (_stream, _input, _session, _options, _time) = (stream, input, session, options, time);
        _sending = new SendQueue(stream);
        _window = new InboundWindow(options.ReceiveMaximum, packets => Send(packets), session.ReaderGate);
        SessionPresent = connack.SessionPresent;
        Limits = BrokerLimits.From(connack, options.KeepAliveSeconds);
    }

    public bool SessionPresent { get; }

    public BrokerLimits Limits { get; }

    public bool Send(byte[] packet) => _sending.TrySend(packet);

    /// <summary>A packet whose payload lies elsewhere.</summary>
    public bool Send(byte[] head, ReadOnlyMemory<byte> payload) => _sending.TrySend(head, payload);

    public ValueTask<bool> SendQos0Async(byte[] packet, CancellationToken cancellationToken) => _sending.SendQos0Async(packet, cancellationToken);

    /// <summary>Completes, never throws, when the connection has ended and everything of it is released.</summary>
    public async Task<MqttDisconnect> RunAsync()
    {
        var sending = SendAsync();
        var others = Task.WhenAll(ReadAsync(), PingAsync());
        var end = await _end.Task;
        _window.Close();
        if (end is { Cause: MqttDisconnectCause.ProtocolError or MqttDisconnectCause.SubscriptionRefused, ReasonCode: { } reason })
        {
            Send(MqttEncoder.Encode(new DisconnectPacket(end.Cause == MqttDisconnectCause.ProtocolError ? reason : MqttReasonCode.Success)));
            _sending.Complete();
            await Task.WhenAny(sending, Task.Delay(_options.ConnectTimeout, _time));
        }

        await DisposeAsync();
        await Task.WhenAll(sending, others);
        return end;
    }

    /// <summary>Ends the connection from this side, at once.</summary>
    public void End(MqttDisconnect reason) => _end.TrySetResult(reason);

    /// <summary>
    /// Sends what is queued, then DISCONNECT, then waits for the broker to hang up: closing first, with unread bytes in the socket, would reset the
    /// connection, and the broker might lose the DISCONNECT and publish the will.
    /// </summary>
    public async Task CloseAsync()
    {
        _closing = true;
        Send(MqttEncoder.Encode(new DisconnectPacket(MqttReasonCode.Success)));
        _sending.Complete();
        await _stopDelivery.CancelAsync();
        using var enough = new CancellationTokenSource();
        await Task.WhenAny(_end.Task, Task.Delay(_options.ConnectTimeout, _time, enough.Token));
        await enough.CancelAsync();
        End(new MqttDisconnect(MqttDisconnectCause.Requested, null, "Disconnected on request."));
    }

    public async ValueTask DisposeAsync()
    {
        await _stopDelivery.CancelAsync();
        await _stop.CancelAsync();
        await _stream.DisposeAsync();
    }

    private async Task SendAsync()
    {
        try
        {
            await _sending.RunAsync(_stop.Token);
        }
        catch (Exception exception)
        {
            End(Lost(exception.Message));
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            while (!_end.Task.IsCompleted)
            {
                var result = await _input.ReadAsync(_stop.Token);
                var buffer = result.Buffer;
                Interlocked.Exchange(ref _receivedSinceAsked, 1);
                while (MqttFrame.TryRead(ref buffer, _options.MaximumPacketSizeBytes, out var frame))
                    await HandleAsync(MqttDecoder.Decode(frame));
                _input.AdvanceTo(buffer.Start, buffer.End);
                if (result.IsCompleted)
                    End(Lost("The broker closed the network connection."));
            }
        }
        catch (MqttProtocolException exception)
        {
            End(new MqttDisconnect(MqttDisconnectCause.ProtocolError, exception.ReasonCode, exception.Message));
        }
        catch (Exception exception)
        {
            End(Lost(exception.Message));
        }
        finally
        {
            await _input.CompleteAsync();
        }
    }

    private async ValueTask HandleAsync(MqttPacket packet)
    {
        switch (packet)
        {
            case PublishPacket publish:
                if (!_closing)
                    await DeliverAsync(publish);
                break;
            case PubackPacket puback:
                _session.Outbound.Acknowledge(puback);
                break;
            case SubackPacket suback:
                _session.Subscriptions.Answer(suback);
                break;
            case PingrespPacket:
                break;
            case DisconnectPacket disconnect:
                var text = disconnect.Properties.Text(MqttPropertyId.ReasonString) ?? "no reason given";
                End(new MqttDisconnect(MqttDisconnectCause.ByBroker, disconnect.ReasonCode,
                    $"The broker disconnected: {disconnect.ReasonCode} ({text})."));
                break;
            default:
                throw new MqttProtocolException(MqttReasonCode.ProtocolError, $"A broker must not send {packet.GetType().Name}.");
        }
    }

    private async ValueTask DeliverAsync(PublishPacket publish)
    {
        if (publish.Properties.Number(MqttPropertyId.TopicAlias) is { } alias)
            throw new MqttProtocolException(MqttReasonCode.TopicAliasInvalid, $"Topic alias {alias} exceeds the maximum of 0.");
        var received = publish.QualityOfService == MqttQualityOfService.AtMostOnce
            ? new MqttReceived(PacketFactory.Message(publish))
            : _window.Admit(publish);
        try
        {
            await _session.Inbox.DeliverAsync(received, _stopDelivery.Token);
            if (received.QualityOfService == MqttQualityOfService.AtLeastOnce)
                await _window.WaitWhileOverfullAsync(_stopDelivery.Token);
        }
        catch (OperationCanceledException) when (_closing)
        {
            // Nobody reads any more, but the end of the connection is still to be seen.
        }
    }

    private async Task PingAsync()
    {
        if (Limits.KeepAliveSeconds == 0)
            return;
        using var timer = new PeriodicTimer(TimeSpan.FromSeconds(Limits.KeepAliveSeconds / 2.0), _time);
        var keepAlive = new KeepAlive();
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                var received = Interlocked.Exchange(ref _receivedSinceAsked, 0) != 0;
                var verdict = keepAlive.Tick(received, _sending.TakeActivity(), _session.ReaderGate.IsHolding);
                if (verdict == KeepAliveVerdict.Ping)
                    Send(MqttEncoder.Encode(new PingreqPacket()));
                else if (verdict == KeepAliveVerdict.Dead)
                    End(new MqttDisconnect(MqttDisconnectCause.KeepAliveTimeout, null, $"No answer to a ping within {Limits.KeepAliveSeconds} s."));
            }
        }
        catch (OperationCanceledException)
        {
            // The connection ended.
        }
    }

    private MqttDisconnect Lost(string message) => _closing
        ? new MqttDisconnect(MqttDisconnectCause.Requested, null, "Disconnected on request.")
        : new MqttDisconnect(MqttDisconnectCause.NetworkLost, null, message);
}
