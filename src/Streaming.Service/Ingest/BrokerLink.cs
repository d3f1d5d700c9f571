using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Streaming.Parts.Mqtt;
using Streaming.Service.Flow;
using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>The connection to the broker: messages in, requests to gateways out. It comes back by itself, as often as it takes.</summary>
internal sealed partial class BrokerLink : BackgroundService, IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly Intake _intake;
    private readonly CommandOutbox _commands;
    private readonly ILogger _logger;

    public BrokerLink(
        NightLog log, Intake intake, CommandOutbox commands, IOptions<IngestOptions> options, TimeProvider time, ILogger<BrokerLink> logger)
    {
        (_intake, _commands, _logger) = (intake, commands, logger);
        _client = new MqttClient(ToClientOptions(options.Value, log.StoreId), time, logger);
    }

    public bool IsConnected => _client.State == MqttConnectionState.Connected;

    public ValueTask<MqttPublishResult> PublishAsync(MqttMessage message, CancellationToken cancellationToken) =>
        _client.PublishAsync(message, cancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _client.DisposeAsync();
        Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var subscriptions = IngestTopic.Filters.Select(filter => new MqttSubscription(filter)).ToList();
        try
        {
            await Task.WhenAll(
                _client.RunAsync(stoppingToken),
                _client.SubscribeAsync(subscriptions, stoppingToken),
                ReadAsync(stoppingToken),
                SendAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
        catch (MqttSubscribeException refused)
        {
            LogSubscriptionRefused(refused);
            throw;
        }
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        await foreach (var received in _client.Messages.ReadAllAsync(cancellationToken))
            await _intake.AcceptAsync(received.Topic, received.Payload, () => received.AcknowledgeAsync(CancellationToken.None), cancellationToken);
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        await foreach (var (bed, command) in _commands.Commands.ReadAllAsync(cancellationToken))
        {
            // A request that comes after the epoch has closed is of no use.
            var message = new MqttMessage(IngestTopic.Command(bed), command.ToByteArray()) { MessageExpirySeconds = 60 };
            var result = await _client.PublishAsync(message, cancellationToken);
            if (!result.IsAccepted) LogCommandRefused(bed, result.ReasonCode);
        }
    }

    private static MqttClientOptions ToClientOptions(IngestOptions options, string storeId) => new()
    {
        Host = options.Host,
        Port = options.Port,
        // One session for one store: what the broker kept belongs to this journal.
        ClientId = "streaming-" + storeId,
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

    [LoggerMessage(1020, LogLevel.Critical, "The broker refused a subscription")]
    private partial void LogSubscriptionRefused(Exception failure);

    [LoggerMessage(1021, LogLevel.Warning, "The broker refused a request to the gateway of bed {Bed}: {Reason}")]
    private partial void LogCommandRefused(BedKey bed, MqttReasonCode reason);
}
