using System.Threading.Channels;
using Google.Protobuf;
using Streaming.Parts.Mqtt;
using Streaming.Replay.Recordings;
using Streaming.V1;

namespace Streaming.Replay.Gateway;

/// <summary>One bed at a broker: announces the study, plays it, answers backfill requests, and says goodbye.</summary>
internal sealed class BedGateway : IAsyncDisposable
{
    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(3); // for what is still under way when asked to stop

    private readonly BedRecording _recording;
    private readonly BedTopics _topics;
    private readonly PlayOptions _options;
    private readonly TimeProvider _time;
    private readonly MqttClient _client;
    private readonly BackfillRing _ring;
    private readonly BedProgress _progress;
    private readonly Channel<bool> _connections = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(4) { FullMode = BoundedChannelFullMode.DropOldest }); // only that there was a new connection matters

    public BedGateway(
        BedRecording recording, BedTopics topics, MqttClientOptions broker, PlayOptions options, BedProgress progress, TimeProvider time)
    {
        (_recording, _topics, _options, _time, _progress) = (recording, topics, options, time, progress);
        _ring = new BackfillRing([.. recording.Study.Channels.Select(channel => channel.SampleBytes)], options.RingBytes);
        _client = new MqttClient(broker with { ClientId = $"replay-{recording.Study.Id:N}", CleanStart = true, Will = Status(online: false) }, time);
        _client.StateChanged += OnStateChanged;
    }

    /// <summary>Plays until the recording ends or a stop is asked for; then says offline and disconnects.</summary>
    /// <returns>Whether the study was played to its end.</returns>
    public async Task<bool> RunAsync(CancellationToken stopping)
    {
        using var disconnecting = new CancellationTokenSource();
        var running = _client.RunAsync(disconnecting.Token);
        using var background = CancellationTokenSource.CreateLinkedTokenSource(stopping, disconnecting.Token);
        var announced = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var announcing = AnnounceAsync(announced, background.Token);
        var answering = AnswerAsync(background.Token);
        try
        {
            var ready = await Task.WhenAny(announced.Task.WaitAsync(stopping), running);
            await ready; // a connection that cannot come about is this bed's failure
            return await PlayAsync(stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            return false;
        }
        finally
        {
            await SayOfflineAsync();
            await disconnecting.CancelAsync();
            await Task.WhenAll(Ended(announcing), Ended(answering), Ended(running));
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();

    private async Task<bool> PlayAsync(CancellationToken stopping)
    {
        using var sender = new BlockSender(_client.PublishAsync, _progress);
        using var abandoning = new CancellationTokenSource();
        try
        {
            return await new BedPlayer(_recording, _topics, sender, _ring, _progress, _options)
                .PlayAsync(new SampleClock(_time, _options.Speed), stopping, abandoning.Token);
        }
        finally
        {
            using var patience = new CancellationTokenSource(Farewell, _time);
            await Ended(sender.DrainAsync(patience.Token));
            await abandoning.CancelAsync();
        }
    }

    /// <summary>With every connection: the broker has published the will meanwhile, and may have lost what it retained.</summary>
    private async Task AnnounceAsync(TaskCompletionSource announced, CancellationToken cancellationToken)
    {
        try
        {
            await _client.SubscribeAsync([new MqttSubscription(_topics.Command)], cancellationToken);
            await foreach (var _ in _connections.Reader.ReadAllAsync(cancellationToken))
            {
                await PublishAsync(Retained(_topics.Study, IngestMessages.Descriptor(_recording.Study)), cancellationToken);
                await PublishAsync(Status(online: true), cancellationToken);
                announced.TrySetResult();
            }
        }
        catch (Exception exception)
        {
            announced.TrySetException(exception);
            _ = announced.Task.Exception;
        }
    }

    private async Task AnswerAsync(CancellationToken cancellationToken)
    {
        await foreach (var received in _client.Messages.ReadAllAsync(cancellationToken))
        {
            if (Command(received)?.Backfill is { } request)
            {
                foreach (var block in _ring.Answer(request))
                {
                    await PublishAsync(new MqttMessage(_topics.Samples, block.ToByteArray()), cancellationToken);
                    _progress.CountBackfilled();
                }
            }

            await received.AcknowledgeAsync(cancellationToken);
        }
    }

    private static GatewayCommand? Command(MqttReceived received)
    {
        try
        {
            return GatewayCommand.Parser.ParseFrom(received.Payload.Span);
        }
        catch (InvalidProtocolBufferException)
        {
            return null; // not ours to answer; the sender counts what it does not get
        }
    }

    private async Task PublishAsync(MqttMessage message, CancellationToken cancellationToken)
    {
        var result = await _client.PublishAsync(message, cancellationToken);
        if (!result.IsAccepted) _progress.Refusal ??= $"{result.ReasonCode}";
    }

    // Not StudyEnded: a stop of the player is not the end of the recording. The service closes what stays open after its own time-out.
    private async Task SayOfflineAsync()
    {
        if (_client.State != MqttConnectionState.Connected) return; // the will has spoken, or nobody was ever told
        using var patience = new CancellationTokenSource(Farewell, _time);
        await Ended(PublishAsync(Status(online: false), patience.Token));
    }

    private void OnStateChanged(MqttConnectionChange change)
    {
        _progress.IsConnected = change.State == MqttConnectionState.Connected;
        _progress.Away = change.Disconnect?.Message;
        if (_progress.IsConnected) _connections.Writer.TryWrite(true);
    }

    private MqttMessage Status(bool online) => Retained(_topics.Status, IngestMessages.Status(_recording.Study, online));

    private static MqttMessage Retained(string topic, IMessage message) => new(topic, message.ToByteArray()) { Retain = true };

    private static async Task Ended(Task task)
    {
        try
        {
            await task;
        }
        catch (OperationCanceledException)
        {
            // How it is told to end.
        }
        catch (ChannelClosedException)
        {
            // The client was disposed of.
        }
    }
}
