using Grpc.Core;
using Streaming.V1;

namespace Streaming.Client;

/// <summary>One open Watch call. It ends as a value: with a reason when it broke; only what no new attempt can mend is thrown.</summary>
internal sealed class WatchStream : IDisposable
{
    private readonly CancellationTokenSource _silence;
    private readonly CancellationTokenSource _stop;
    private readonly AsyncServerStreamingCall<WatchResponse> _call;
    private readonly double _silentIntervals;
    private readonly TimeSpan _snapshotPatience;
    private TimeSpan _heartbeatPatience;

    public WatchStream(
        SleepMonitor.SleepMonitorClient client, WatchRequest request, MonitorOptions options, TimeProvider time, CancellationToken cancellationToken)
    {
        _silentIntervals = options.SilentIntervals;
        _snapshotPatience = options.SnapshotPatience;
        _heartbeatPatience = options.AssumedHeartbeatInterval * _silentIntervals;
        _silence = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _stop = CancellationTokenSource.CreateLinkedTokenSource(_silence.Token, cancellationToken);
        _call = client.Watch(request, cancellationToken: _stop.Token);
    }

    /// <summary>The next message, or why there is none.</summary>
    /// <param name="isInSnapshot">A night of it may be long under way on a slow line, and no heartbeat overtakes it: there the connection's own pings tell a dead
    /// line.</param>
    /// <param name="cancellationToken">The caller's.</param>
    /// <exception cref="OperationCanceledException">The caller's token fired.</exception>
    /// <exception cref="RpcException">The service refuses this watcher; asking again will not help.</exception>
    public async Task<(WatchResponse? Message, string BreakReason)> NextAsync(bool isInSnapshot, CancellationToken cancellationToken)
    {
        var patience = isInSnapshot && _snapshotPatience > _heartbeatPatience ? _snapshotPatience : _heartbeatPatience;
        try
        {
            // Silence counts only while the caller waits for a message, not while it works on one.
            _silence.CancelAfter(patience);
            if (!await _call.ResponseStream.MoveNext(_stop.Token).ConfigureAwait(false))
                return (null, "the service ended the stream");
            _silence.CancelAfter(Timeout.InfiniteTimeSpan);
            return (Learn(_call.ResponseStream.Current), "");
        }
        catch (Exception e) when (e is RpcException or OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (_silence.IsCancellationRequested)
                return (null, FormattableString.Invariant($"no word from the service for {patience.TotalSeconds:0.#} s"));
            if (e is not RpcException rpc || IsFinal(rpc.StatusCode))
                throw;
            return (null, $"{rpc.StatusCode}: {rpc.Status.Detail}");
        }
    }

    public void Dispose()
    {
        _call.Dispose();
        _stop.Dispose();
        _silence.Dispose();
    }

    private static bool IsFinal(StatusCode code) => code is StatusCode.InvalidArgument or StatusCode.Unauthenticated
        or StatusCode.PermissionDenied or StatusCode.Unimplemented or StatusCode.OutOfRange;

    private WatchResponse Learn(WatchResponse message)
    {
        if (message.Heartbeat is { IntervalSeconds: > 0 and < 3600 } heartbeat)
            _heartbeatPatience = TimeSpan.FromSeconds(heartbeat.IntervalSeconds) * _silentIntervals;
        return message;
    }
}
