using Streaming.Parts.Mqtt;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>Our client at a real broker.</summary>
internal static class MosquittoClients
{
    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static MqttClient Create(MosquittoBroker broker, string clientId, Func<MqttClientOptions, MqttClientOptions>? configure = null)
    {
        var options = Options(broker, clientId);
        return new MqttClient(configure?.Invoke(options) ?? options, TimeProvider.System);
    }

    public static async Task<MqttClient> ConnectAsync(
        MosquittoBroker broker, string clientId, Func<MqttClientOptions, MqttClientOptions>? configure = null)
    {
        var client = Create(broker, clientId, configure);
        await client.ConnectAsync(Cancellation);
        return client;
    }

    public static MqttClientOptions Options(MosquittoBroker broker, string clientId) => new()
    {
        Host = broker.Host,
        Port = broker.Port,
        ClientId = clientId,
        ReconnectDelay = TimeSpan.FromMilliseconds(20),
        MaximumReconnectDelay = TimeSpan.FromMilliseconds(200),
    };
}
