using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Streaming.Parts.Mqtt;
using Streaming.Service.Flow;
using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>The connections to the broker: one for messages in, one for results and requests to gateways out. They come back by themselves.</summary>
/// <remarks>Two, because back-pressure needs it: the reader of samples may stop reading the socket while the journal is behind, which it may not
/// while an acknowledgement of something sent lies further back in the same stream. See docs/decisions/0005-two-connections-to-the-broker.md.</remarks>
internal sealed partial class BrokerLink : BackgroundService, IAsyncDisposable
{
    // Half of what the broker may have under way: while the disk makes one group durable the next one comes.
    private readonly int _groupMessages;
    private const int GroupBytes = 1 << 20;
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(10);
    private const string InwardRole = "samples in", OutwardRole = "results out";
    private readonly MqttClient _inward;
    private readonly MqttClient _outward;
    private readonly Intake _intake;
    private readonly CommandOutbox _commands;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile bool _isSubscribed;

    public BrokerLink(
        NightLog log, Intake intake, CommandOutbox commands, IOptions<IngestOptions> options, TimeProvider time, ILogger<BrokerLink> logger)
    {
        (_intake, _commands, _time, _logger, _groupMessages) = (intake, commands, time, logger, Math.Max(1, options.Value.ReceiveMaximum / 2));
        if (!options.Value.Tls && !options.Value.IsLoopback) LogPlainText(options.Value.Host);
        // One session for one store: what the broker kept belongs to this journal.
        var inward = ToClientOptions(options.Value, "streaming-" + log.StoreId);
        _inward = new MqttClient(inward, time, logger);
        var outward = inward with { ClientId = inward.ClientId + "-out", Role = OutwardRole, CleanStart = true, SessionExpirySeconds = 0 };
        _outward = new MqttClient(outward, time, logger);
    }

    /// <summary>Both connections are there, and what is published now will be delivered.</summary>
    public bool IsConnected => _isSubscribed && _inward.State == MqttConnectionState.Connected && _outward.State == MqttConnectionState.Connected;

    public ValueTask<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken) =>
        _outward.PublishAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _inward.DisposeAsync();
        await _outward.DisposeAsync();
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscriptions = IngestTopic.Filters.Select(filter => new MqttSubscription(filter)).ToList();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] parts =
        [
            _inward.RunAsync(stop.Token),
            _outward.RunAsync(stop.Token),
            SubscribeAsync(subscriptions, stop.Token),
            ReadAsync(stop.Token),
            SendAsync(stop.Token),
        ];
        try
        {
            // One part that fails takes the others with it, and the service: a link that nobody reads from must not look like one that is there.
            await foreach (var ended in Task.WhenEach(parts).WithCancellation(stoppingToken)) await ended;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            await stop.CancelAsync();
            await Task.WhenAll(parts).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    /// <summary>Until it is granted: whoever mends the broker's rights has not to think of the service too.</summary>
    private async Task SubscribeAsync(IReadOnlyList<MqttSubscription> subscriptions, CancellationToken cancellationToken)
    {
        var refusal = new LastingRefusal();
        while (!_isSubscribed)
        {
            try
            {
                await _inward.SubscribeAsync(subscriptions, cancellationToken);
                _isSubscribed = true;
            }
            catch (MqttSubscribeException refused)
            {
                if (refusal.IsNew(refused.Message)) LogSubscriptionRefused(refused.Message);
                await Task.Delay(s_askAgain, _time, cancellationToken);
            }
        }
    }

    /// <summary>What has come meanwhile goes on together: one wait for the disk and one acknowledgement for all of it.</summary>
    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var arrived = new List<MqttReceived>();
        while (await _inward.Messages.WaitToReadAsync(cancellationToken))
        {
            for (var bytes = 0; bytes < GroupBytes && arrived.Count < _groupMessages && _inward.Messages.TryRead(out var received);)
            {
                arrived.Add(received);
                bytes += received.Payload.Length;
            }
            await _intake.AcceptAsync(arrived, cancellationToken);
            arrived.Clear();
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var (bed, command) in _commands.Commands.ReadAllAsync(cancellationToken))
        {
            // A request that comes after the epoch has closed is of no use.
            var message = new MqttMessage(IngestTopic.Command(bed), command.ToByteArray()) { MessageExpirySeconds = 60 };
            var result = await _outward.PublishAsync(message, cancellationToken);
            if (!result.IsAccepted) LogCommandRefused(bed, result.ReasonCode);
        }
    }

    private static MqttClientOptions ToClientOptions(IngestOptions options, string clientId) => new()
    {
        Host = options.Host,
        Port = options.Port,
        ClientId = clientId,
        Role = InwardRole,
        UserName = options.UserName,
        Password = options.Password,
        Tls = options.Tls
            ? new MqttTls
            {
                CertificateAuthorityFile = options.CertificateAuthorityFile,
                ClientCertificateFile = options.ClientCertificateFile,
                ClientKeyFile = options.ClientKeyFile,
            }
            : null,
        SessionExpirySeconds = (uint)options.SessionExpirySeconds,
        KeepAliveSeconds = (ushort)options.KeepAliveSeconds,
        ReceiveMaximum = (ushort)options.ReceiveMaximum,
        // Above the payload limit, so that an oversized message arrives, is counted and is gone; a broker would drop it silently.
        MaximumPacketSizeBytes = 16 << 20,
    };

    [LoggerMessage(1019, LogLevel.Warning, "Ingest:AllowPlainText: {Host} is spoken to without TLS; whoever is on the way can read samples and the password")]
    private partial void LogPlainText(string host);

    [LoggerMessage(1020, LogLevel.Critical, "The broker refuses what the service wants to hear; nothing comes until it grants that: {Reason}")]
    private partial void LogSubscriptionRefused(string reason);

    [LoggerMessage(1021, LogLevel.Warning, "The broker refused a request to the gateway of bed {Bed}: {Reason}")]
    private partial void LogCommandRefused(BedKey bed, MqttReasonCode reason);
}
