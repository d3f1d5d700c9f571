using Streaming.Parts.Mqtt;

namespace Streaming.Replay.Gateway;

/// <summary>Sends messages in order, a bounded number at a time unacknowledged. When that many wait, the caller waits: nothing is dropped.</summary>
internal sealed class BlockSender(Func<MqttMessage, CancellationToken, ValueTask<MqttPublishResult>> publish, BedProgress progress) : IDisposable
{
    /// <summary>Below the client's own limit, so that it never holds more than it may send.</summary>
    public const int Window = 48;

    private readonly SemaphoreSlim _room = new(Window);
    private volatile Exception? _failure;

    /// <param name="message">QoS 1.</param>
    /// <param name="waiting">Ends the wait for room.</param>
    /// <param name="abandoning">Gives up messages under way.</param>
    public async ValueTask SendAsync(MqttMessage message, CancellationToken waiting, CancellationToken abandoning)
    {
        await _room.WaitAsync(waiting);
        if (_failure is { } failure) throw failure;
        progress.CountSent();
        _ = CompleteAsync(publish(message, abandoning));
    }

    /// <summary>Waits until all is acknowledged.</summary>
    public async Task DrainAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < Window; i++) await _room.WaitAsync(cancellationToken);
        _room.Release(Window);
        if (_failure is { } failure) throw failure;
    }

    public void Dispose() => _room.Dispose();

    private async Task CompleteAsync(ValueTask<MqttPublishResult> publishing)
    {
        try
        {
            var result = await publishing;
            if (result.IsAccepted) progress.CountAcknowledged();
            else progress.Refusal ??= $"{result.ReasonCode}";
        }
        catch (OperationCanceledException)
        {
            // Abandoned; the message stays unacknowledged and is counted so.
        }
        catch (Exception exception)
        {
            _failure ??= exception;
        }

        try
        {
            _room.Release();
        }
        catch (ObjectDisposedException)
        {
            // Nobody waits any more.
        }
    }
}
