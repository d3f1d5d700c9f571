using Microsoft.Extensions.Time.Testing;
using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;

namespace Streaming.Tests.Parts.Mqtt;

/// <summary>A client, its clock and the broker that the test plays.</summary>
internal sealed class MqttClientFixture : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
    private readonly List<MqttConnectionChange> _changes = [];
    private readonly List<TaskCompletionSource> _waiting = [];
    private Task _running = Task.CompletedTask;

    public MqttClientFixture(Func<MqttClientOptions, MqttClientOptions>? configure = null)
    {
        var options = new MqttClientOptions { ClientId = "test", Port = Broker.Port, ConnectTimeout = TimeSpan.FromHours(1) };
        Client = new MqttClient(configure?.Invoke(options) ?? options, Time);
        Client.StateChanged += Record;
    }

    public FakeBroker Broker { get; } = new();

    public FakeTimeProvider Time { get; } = new();

    public MqttClient Client { get; }

    public static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public IReadOnlyList<MqttConnectionChange> Changes
    {
        get
        {
            lock (_changes)
                return [.. _changes];
        }
    }

    /// <summary>RunAsync until disposal.</summary>
    public void Run() => _running = Client.RunAsync(_stop.Token);

    public async Task StopRunningAsync()
    {
        await _stop.CancelAsync();
        await _running;
    }

    /// <summary>Connected once, without reconnection.</summary>
    public async Task<FakeBrokerConnection> ConnectAsync(params MqttProperty[] properties)
    {
        var connecting = Client.ConnectAsync(Cancellation);
        var connection = await Broker.AcceptAsync();
        await connection.WelcomeAsync(false, properties);
        await connecting;
        return connection;
    }

    /// <summary>The next connection that reconnection makes; the clock runs until it comes.</summary>
    public async Task<FakeBrokerConnection> AcceptAgainAsync()
    {
        var accepting = Broker.AcceptAsync();
        await AdvanceUntilAsync(accepting, TimeSpan.FromMilliseconds(100));
        return await accepting;
    }

    public async Task AdvanceUntilAsync(Task done, TimeSpan step)
    {
        while (!done.IsCompleted)
        {
            Time.Advance(step);
            await Task.WhenAny(done, Task.Delay(1, Cancellation)); // real sockets need the processor between two steps of the clock
        }
    }

    /// <summary>Completes when a change that fits has been reported.</summary>
    public async Task<MqttConnectionChange> ChangeAsync(Func<MqttConnectionChange, bool> fits)
    {
        while (true)
        {
            TaskCompletionSource next = new(TaskCreationOptions.RunContinuationsAsynchronously);
            lock (_changes)
            {
                if (_changes.Find(c => fits(c)) is { } found)
                    return found;
                _waiting.Add(next);
            }

            await next.Task.WaitAsync(Cancellation);
        }
    }

    /// <summary>Proves that the client had nothing else to send: a QoS 0 message enqueued now is the next packet.</summary>
    public async Task AssertSilentAsync(FakeBrokerConnection connection)
    {
        var sent = await Client.PublishAsync(new MqttMessage("marker", default) { QualityOfService = MqttQualityOfService.AtMostOnce }, Cancellation);
        Assert.Equal(MqttPublishOutcome.Sent, sent.Outcome);
        Assert.Equal("marker", (await connection.ReadAsync<PublishPacket>()).Topic);
    }

    public async ValueTask DisposeAsync()
    {
        Broker.Dispose();
        await _stop.CancelAsync();
        var ending = Task.WhenAll(_running, Client.DisposeAsync().AsTask());
        await AdvanceUntilAsync(ending, TimeSpan.FromHours(1)); // nobody may be left to hang up
        await ending;
        _stop.Dispose();
    }

    private void Record(MqttConnectionChange change)
    {
        lock (_changes)
        {
            _changes.Add(change);
            _waiting.ForEach(w => w.TrySetResult());
            _waiting.Clear();
        }
    }
}
