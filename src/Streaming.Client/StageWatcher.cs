using System.Runtime.CompilerServices;
using Polly;
using Polly.Retry;
using Streaming.V1;

namespace Streaming.Client;

/// <summary>Watches beds for as long as its caller likes: reconnects, resumes where it stood, and says when what it has told may be stale.</summary>
public sealed class StageWatcher
{
    private readonly SleepMonitor.SleepMonitorClient _client;
    private readonly WatchFilter _filter;
    private readonly MonitorOptions _options;
    private readonly TimeProvider _time;
    private readonly Random _jitter;
    private readonly ResiliencePipeline<WatchStream?> _reconnect;
    private WatchAssembler _assembler = new(null);
    private volatile ConnectionState _state;
    private DateTimeOffset _lastHeard;
    private WatchResponse? _first;

    public StageWatcher(SleepMonitor.SleepMonitorClient client, WatchFilter filter, MonitorOptions options, TimeProvider time)
    {
        (_client, _filter, _options, _time) = (client, filter, options, time);
        _jitter = new Random(options.JitterSeed);
        _lastHeard = time.GetUtcNow();
        _state = new ConnectionState(ConnectionPhase.Connecting, _lastHeard, 0, "");
        _reconnect = BuildReconnect();
    }

    /// <summary>The connection now; also between items, while attempts to reconnect go on.</summary>
    public ConnectionState State => _state;

    /// <summary>Where a later watcher could resume.</summary>
    public ResumeToken? Token => _assembler.Token;

    /// <summary>Never ends by itself. One enumeration at a time.</summary>
    /// <exception cref="OperationCanceledException">The token fired.</exception>
    /// <exception cref="Grpc.Core.RpcException">The service refuses this watcher (INVALID_ARGUMENT, PERMISSION_DENIED, ...).</exception>
    public async IAsyncEnumerable<WatchItem> WatchAsync(
        ResumeToken? resume = null, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        _assembler = new WatchAssembler(resume);
        while (true)
        {
            using var stream = (await _reconnect.ExecuteAsync(OpenAsync, cancellationToken).ConfigureAwait(false))!;
            var isLive = false;
            for (var (message, reason) = (_first, ""); ; (message, reason) = await stream.NextAsync(_assembler.IsInSnapshot, cancellationToken).ConfigureAwait(false))
            {
                if (message is null)
                {
                    _assembler.Break();
                    if (isLive) yield return Enter(ConnectionPhase.Stale, _lastHeard, reason);
                    else _state = Failed(reason);
                    break;
                }

                _lastHeard = _time.GetUtcNow();
                var items = _assembler.Take(message);
                // On a slow line a snapshot is long under way, and what the caller has is of before.
                if (!isLive && !_assembler.IsInSnapshot)
                {
                    isLive = true;
                    yield return Enter(ConnectionPhase.Live, _lastHeard, "");
                }
                foreach (var item in items)
                    yield return item;
            }

            // A service that takes every connection and drops it must not be asked without pause.
            await Task.Delay(_options.ReconnectBase * (0.5 + _jitter.NextDouble()), _time, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Opens a stream and waits for its first message; null when that failed.</summary>
    private async ValueTask<WatchStream?> OpenAsync(CancellationToken cancellationToken)
    {
        var request = new WatchRequest { IncludeProvisional = _filter.IncludeProvisional, Resume = _assembler.Token };
        request.Beds.AddRange(_filter.Beds);
        var stream = new WatchStream(_client, request, _options, _time, cancellationToken);
        var opened = false;
        try
        {
            (_first, var reason) = await stream.NextAsync(isInSnapshot: false, cancellationToken).ConfigureAwait(false);
            opened = _first is not null;
            if (!opened)
                _state = Failed(reason);
            return opened ? stream : null;
        }
        finally
        {
            if (!opened)
                stream.Dispose();
        }
    }

    private ConnectionState Failed(string reason) => _state with { FailedAttempts = _state.FailedAttempts + 1, Reason = reason };

    private WatchItem.Connection Enter(ConnectionPhase phase, DateTimeOffset since, string reason)
    {
        _state = new ConnectionState(phase, since, 0, reason);
        return new WatchItem.Connection(_state);
    }

    private ResiliencePipeline<WatchStream?> BuildReconnect() =>
        new ResiliencePipelineBuilder<WatchStream?> { TimeProvider = _time }
            .AddRetry(new RetryStrategyOptions<WatchStream?>
            {
                ShouldHandle = static arguments => ValueTask.FromResult(arguments.Outcome is { Exception: null, Result: null }),
                MaxRetryAttempts = int.MaxValue,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = _options.ReconnectBase,
                MaxDelay = _options.ReconnectMax,
                Randomizer = _jitter.NextDouble,
            })
            .Build();
}
