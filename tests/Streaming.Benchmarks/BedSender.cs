using Streaming.Parts.Mqtt;

namespace Streaming.Benchmarks;

/// <summary>All beds behind one connection, as fast as the broker takes it.</summary>
internal sealed class BedSender : IAsyncDisposable
{
    private const int Waiting = 400; // enough to keep the window full, few enough to fit in memory
    private readonly MqttClient _client;

    private BedSender(MqttClient client) => _client = client;

    public static async Task<BedSender> ConnectAsync(int port, CancellationToken cancellationToken)
    {
        var client = new MqttClient(new MqttClientOptions { Port = port, ClientId = "benchmark", MaximumInFlight = 200 }, TimeProvider.System);
        await client.ConnectAsync(cancellationToken);
        return new BedSender(client);
    }

    /// <summary>Completes when the broker has acknowledged everything.</summary>
    public async Task SendAsync(IEnumerable<MqttMessage> messages, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(Waiting);
        var failures = new List<Task>();
        foreach (var message in messages)
        {
            await room.WaitAsync(cancellationToken);
            var sending = PublishAsync(message);
            if (!sending.IsCompletedSuccessfully) failures.Add(sending);
            if (failures.Count > 2 * Waiting) failures.RemoveAll(sent => sent.IsCompletedSuccessfully);
        }
        await Task.WhenAll(failures);

        async Task PublishAsync(MqttMessage message)
        {
            await _client.PublishAsync(message, cancellationToken);
            room.Release();
        }
    }

    public ValueTask DisposeAsync() => _client.DisposeAsync();
}
