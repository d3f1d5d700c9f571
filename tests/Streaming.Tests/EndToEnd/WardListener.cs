using Streaming.Parts.Mqtt;
using Streaming.Tests.Interop;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>Listens to everything at a broker: which block has been sent, which reports the service has published.</summary>
internal sealed class WardListener : IAsyncDisposable
{
    private readonly MqttClient _client;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private readonly List<StageReport> _reports = [];
    private long _sent = -1;

    private WardListener(MosquittoBroker broker)
    {
        _client = new MqttClient(new MqttClientOptions { Host = broker.Host, Port = broker.Port, ClientId = "ward-listener" }, TimeProvider.System);
        _running = _client.RunAsync(_stop.Token);
    }

    /// <summary>As published, in order; the same may come more than once.</summary>
    public IReadOnlyList<StageReport> Reports => _reports;

    public static async Task<WardListener> StartAsync(MosquittoBroker broker)
    {
        var listener = new WardListener(broker);
        await listener._client.SubscribeAsync([new MqttSubscription("psg/v1/#")], TestContext.Current.CancellationToken);
        return listener;
    }

    public Task SentAsync(long sequence) => UntilAsync(() => _sent >= sequence);

    public Task ReportedAsync(int count) => UntilAsync(() => _reports.Count >= count);

    public Task ReportedAsync(Func<StageReport, bool> which) => UntilAsync(() => _reports.Any(which));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await _client.DisposeAsync();
        _stop.Dispose();
    }

    private async Task UntilAsync(Func<bool> isSo)
    {
        while (!isSo())
        {
            var received = await _client.Messages.ReadAsync(TestContext.Current.CancellationToken);
            await received.AcknowledgeAsync(TestContext.Current.CancellationToken);
            if (received.Topic.EndsWith("/samples", StringComparison.Ordinal))
                _sent = Math.Max(_sent, (long)SampleBlock.Parser.ParseFrom(received.Payload.Span).Sequence);
            else if (received.Topic.EndsWith("/stage", StringComparison.Ordinal))
                _reports.Add(StageReport.Parser.ParseFrom(received.Payload.Span));
        }
    }
}
