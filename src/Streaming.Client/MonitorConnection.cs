using Grpc.Net.Client;
using Streaming.V1;

namespace Streaming.Client;

/// <summary>A station's way to a service: the generated client for single questions, and watchers.</summary>
public sealed class MonitorConnection : IDisposable
{
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly GrpcChannel _channel;

    public MonitorConnection(MonitorOptions options, TimeProvider time)
    {
        (_options, _time) = (options, time);
        _channel = GrpcChannel.ForAddress(options.Address, new GrpcChannelOptions
        {
            MaxReceiveMessageSize = options.MaxMessageBytes,
            DisposeHttpClient = true,
            HttpHandler = new SocketsHttpHandler
            {
                ConnectTimeout = options.ConnectTimeout,
                EnableMultipleHttp2Connections = true,
                // A connection that died silently is dropped, so that a new attempt does not ride on it.
                KeepAlivePingDelay = options.AssumedHeartbeatInterval,
                KeepAlivePingTimeout = options.ConnectTimeout,
            },
        });
        Client = new SleepMonitor.SleepMonitorClient(_channel);
    }

    /// <summary>Unary questions; give each a deadline.</summary>
    public SleepMonitor.SleepMonitorClient Client { get; }

    public StageWatcher Watch(WatchFilter filter) => new(Client, filter, _options, _time);

    public void Dispose() => _channel.Dispose();
}
