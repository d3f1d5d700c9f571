using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Polly;
using Polly.Retry;
using Streaming.Parts.Mqtt.Codec;
using Streaming.Parts.Mqtt.Session;

namespace Streaming.Parts.Mqtt;

/// <summary> An MQTT 5 client for QoS 0 and 1 with manual acknowledgement. It exists because the project's package registry holds no MQTT
/// client; a vendor's client could take its place behind the same few calls (docs/mqtt-part.md). Members may be called from any thread.
/// </summary>
public sealed class MqttClient : IAsyncDisposable
{
    private readonly MqttClientOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttSession _session;
    private readonly ConnectionNews _news;
    private readonly SemaphoreSlim _opening = new(1, 1);
    private Task<MqttDisconnect>? _running;
    private volatile MqttLink? _link;
    private bool _wasConnected;
    private bool _disposed;

    /// <summary>Throws <see cref="ArgumentException"/> naming the option that is out of range.</summary>
    public MqttClient(MqttClientOptions options, TimeProvider timeProvider, ILogger? logger = null)
    {
        options.Validate();
        (_options, _time) = (options, timeProvider);
        _news = new ConnectionNews(options, logger ?? NullLogger.Instance);
        _session = new MqttSession(options);
    }

    /// <summary>Connected and Disconnected, in order; handlers must not block.</summary>
    public event Action<MqttConnectionChange>? StateChanged
    {
        add => _news.Changed += value;
        remove => _news.Changed -= value;
    }

    public MqttConnectionState State => _news.State;

    /// <summary> What the broker sends, in its order. Bounded by the receive maximum: see <see cref="Inbox"/> for who waits. Completes on
    /// disposal.
    /// </summary>
    public ChannelReader<MqttReceived> Messages => _session.Inbox;

    /// <summary>The socket reader waits for the application to take messages.</summary>
    internal bool IsReaderHeld => _session.ReaderGate.IsHolding;

    /// <summary>QoS 0 messages given up because nobody read them while a reply of the broker was awaited.</summary>
    public long DroppedQos0Count => _session.Inbox.DroppedQos0;

    /// <summary>One connection, without reconnection. Throws <see cref="MqttConnectException"/>.</summary>
    public async Task ConnectAsync(CancellationToken cancellationToken)
    {
        if (_running is { IsCompleted: false })
            throw new InvalidOperationException("The client is connected already.");
        await OpenAsync(cancellationToken);
    }

    /// <summary>Stays connected until cancelled, then disconnects cleanly (the broker keeps the session and publishes no will).</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = _time }.AddRetry(Reconnection()).Build();
        try
        {
            while (true)
                await pipeline.ExecuteAsync(StayConnectedAsync, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            await DisconnectAsync();
        }
    }

    /// <summary>Completes at once when connected, else with the next connection.</summary>
    public Task WaitForConnectedAsync(CancellationToken cancellationToken) => _news.WaitForConnectedAsync(cancellationToken);

    /// <summary> Remembered for the life of the client, and made again whenever the broker holds no session. Completes when the broker has
    /// granted all (without a connection: over the next one); throws <see cref="MqttSubscribeException"/> when it refused some, which are then
    /// forgotten.
    /// </summary>
    public Task SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfZero(subscriptions.Count);
        var answered = _session.Subscriptions.SubscribeAsync(subscriptions, cancellationToken);
        _session.ReaderGate.Signal();
        return answered;
    }

    /// <summary> QoS 1 completes with the broker's PUBACK, however many connections that takes; it waits while the window is full. Cancelling
    /// takes back a message that was not sent yet; one that was sent stays in flight. QoS 0 completes when the bytes have gone to the network.
    /// </summary>
    public async ValueTask<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PacketFactory.CheckTopic(message.Topic);
        if (message.QualityOfService == MqttQualityOfService.AtLeastOnce)
            return await _session.Outbound.PublishAsync(message, _session.ReaderGate.Signal, cancellationToken);
        var packet = MqttEncoder.Encode(PacketFactory.Publish(message, 0, duplicate: false));
        if (_link is not { } link)
            return new MqttPublishResult(MqttPublishOutcome.NotConnected);
        if (link.Limits.Refuses(message, packet.Length) is { } reason)
            return new MqttPublishResult(MqttPublishOutcome.Refused, reason);
        var sent = await link.SendQos0Async(packet, cancellationToken);
        return new MqttPublishResult(sent ? MqttPublishOutcome.Sent : MqttPublishOutcome.NotConnected);
    }

    /// <summary>Ends the connection cleanly; the broker keeps the session and publishes no will.</summary>
    public async Task DisconnectAsync()
    {
        if (_link is { } link)
            await link.CloseAsync();
        if (_running is { } running)
            await running;
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        _disposed = true;
        await DisconnectAsync();
        _session.Dispose();
        _news.Close(); // the semaphore is left alone: a connection that was under way may still hand it back
    }

    private RetryStrategyOptions Reconnection() => new()
    {
        MaxRetryAttempts = int.MaxValue,
        BackoffType = DelayBackoffType.Exponential,
        UseJitter = true, // all beds lose a broker at the same moment; they should not all come back at the same moment
        Delay = _options.ReconnectDelay,
        MaxDelay = _options.MaximumReconnectDelay,
        ShouldHandle = new PredicateBuilder().Handle<MqttConnectException>().Handle<MqttConnectionLostException>(),
    };

    /// <summary>One round of reconnection. A connection that did not last counts as a failed attempt, so that two clients
    /// with one name do not race.</summary>
    private async ValueTask StayConnectedAsync(CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        if (_running is not { IsCompleted: false })
            await OpenAsync(cancellationToken);
        var end = await _running!.WaitAsync(cancellationToken);
        if (_time.GetElapsedTime(started) < _options.MaximumReconnectDelay)
            throw new MqttConnectionLostException(end);
    }

    private async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _opening.WaitAsync(cancellationToken);
        try
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _news.Begin();
            var link = await ShakeHandsAsync(cancellationToken);
            _wasConnected = true;
            var standing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _running = LiveAsync(link, standing);
            await WaitOrCloseAsync(standing.Task, link, cancellationToken);
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task<MqttLink> ShakeHandsAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await Handshake.OpenAsync(_options, _options.CleanStart && !_wasConnected, _session, _time, cancellationToken);
        }
        catch (MqttConnectException exception)
        {
            _news.Disconnected(new MqttDisconnect(MqttDisconnectCause.ConnectFailed, exception.ReasonCode, exception.Message));
            throw;
        }
        catch
        {
            _news.CallOff();
            throw;
        }
    }

    private static async Task WaitOrCloseAsync(Task standing, MqttLink link, CancellationToken cancellationToken)
    {
        try
        {
            await standing.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            await link.CloseAsync();
            throw;
        }
    }

    /// <summary>The life of one connection, from CONNACK to its end.</summary>
    private async Task<MqttDisconnect> LiveAsync(MqttLink link, TaskCompletionSource standing)
    {
        if (link.SessionPresent)
            _session.Inbox.DropRedelivered();
        _link = link;
        var running = link.RunAsync();
        var attached = _session.AttachAsync(link);
        await Task.WhenAny(attached, running);
        if (attached.IsCompletedSuccessfully && !running.IsCompleted)
        {
            _news.Connected(link.SessionPresent);
            standing.TrySetResult();
        }
        else if (attached.Exception?.InnerException is MqttSubscribeException refused)
        {
            link.End(new MqttDisconnect(MqttDisconnectCause.SubscriptionRefused, refused.Refused[0].Value, refused.Message));
        }

        var end = await running;
        _link = null;
        _session.Detach();
        _news.Disconnected(end);
        standing.TrySetException(new MqttConnectException($"The connection ended before it was of use: {end.Message}", end.ReasonCode));
        _ = standing.Task.Exception;
        return end;
    }
}
