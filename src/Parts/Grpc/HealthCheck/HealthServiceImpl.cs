using System.Threading.Channels;
using Grpc.Core;
using Grpc.Health.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Grpc.HealthCheck;

/// <summary>grpc.health.v1.Health: tells the statuses it was given, and tells watchers when they change. Register it as a singleton.</summary>
public sealed class HealthServiceImpl : Health.V1.Health.HealthBase
{
    private const int LongestName = 256;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ServingStatus> _statuses = [];
    private readonly Dictionary<string, List<Channel<ServingStatus>>> _watchers = [];

    /// <summary>Sets the status of a service; "" is the server as a whole.</summary>
    public void SetStatus(string service, ServingStatus status)
    {
        lock (_lock)
        {
            _statuses[service] = status;
            Tell(service, status);
        }
    }

    public void ClearStatus(string service)
    {
        lock (_lock)
        {
            _statuses.Remove(service);
            Tell(service, ServingStatus.ServiceUnknown);
        }
    }

    public void ClearAll()
    {
        lock (_lock)
        {
            foreach (var service in _statuses.Keys.ToArray())
                ClearStatus(service);
        }
    }

    public override Task<HealthCheckResponse> Check(HealthCheckRequest request, ServerCallContext context)
    {
        lock (_lock)
        {
            return _statuses.TryGetValue(request.Service, out var status)
                ? Task.FromResult(new HealthCheckResponse { Status = status })
                : throw new RpcException(new Status(StatusCode.NotFound, $"Service '{(request.Service.Length > LongestName ? request.Service[..LongestName] : request.Service)}' has no status."));
        }
    }

    public override async Task Watch(HealthCheckRequest request, IServerStreamWriter<HealthCheckResponse> responseStream, ServerCallContext context)
    {
        // It is kept while the stream lasts, and the caller need not have said who it is.
        if (request.Service.Length > LongestName)
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"service: {request.Service.Length} characters; {LongestName} may be"));
        // Only the latest status matters to a slow watcher: room for one, the newest wins.
        var changes = Channel.CreateBounded<ServingStatus>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });
        Subscribe(request.Service, changes);
        try
        {
            ServingStatus? told = null;
            await foreach (var status in changes.Reader.ReadAllAsync(context.CancellationToken).ConfigureAwait(false))
            {
                if (status == told)
                    continue;
                told = status;
                await responseStream.WriteAsync(new HealthCheckResponse { Status = status }, context.CancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            Unsubscribe(request.Service, changes);
        }
    }

    private void Subscribe(string service, Channel<ServingStatus> changes)
    {
        lock (_lock)
        {
            if (!_watchers.TryGetValue(service, out var channels))
                _watchers[service] = channels = [];
            channels.Add(changes);
            changes.Writer.TryWrite(_statuses.GetValueOrDefault(service, ServingStatus.ServiceUnknown));
        }
    }

    private void Unsubscribe(string service, Channel<ServingStatus> changes)
    {
        lock (_lock)
        {
            var channels = _watchers[service];
            channels.Remove(changes);
            if (channels.Count == 0)
                _watchers.Remove(service);
        }
    }

    private void Tell(string service, ServingStatus status)
    {
        foreach (var channel in _watchers.GetValueOrDefault(service, []))
            channel.Writer.TryWrite(status);
    }
}
