using Streaming.Parts.Mqtt;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>Our client under RunAsync, with what it reported.</summary>
internal sealed class RunningClient : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<MqttConnectionChange> _changes = [];
    private readonly Task _running;

    private RunningClient(MqttClientOptions options)
    {
        Options = options;
        Client = new MqttClient(options, TimeProvider.System);
        Client.StateChanged += change =>
        {
            lock (_changes)
                _changes.Add(change);
        };
        _running = Client.RunAsync(_stop.Token);
    }

    public MqttClient Client { get; }

    public MqttClientOptions Options { get; }

    public IReadOnlyList<MqttConnectionChange> Changes
    {
        get
        {
            lock (_changes)
                return [.. _changes];
        }
    }

    public static async Task<RunningClient> StartAsync(
        MosquittoBroker broker, string clientId, Func<MqttClientOptions, MqttClientOptions>? configure = null)
    {
        var options = MosquittoClients.Options(broker, clientId);
        var running = new RunningClient(configure?.Invoke(options) ?? options);
        await running.Client.WaitForConnectedAsync(TestContext.Current.CancellationToken);
        return running;
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        await Client.DisposeAsync();
        _stop.Dispose();
    }
}
