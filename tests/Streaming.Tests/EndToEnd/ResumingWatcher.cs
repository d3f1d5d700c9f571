using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>A watcher by the contract alone: whenever its stream breaks it opens another with the last token it was given. Nothing is sorted out.</summary>
internal sealed class ResumingWatcher : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);
    private readonly GrpcChannel _channel;
    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly SemaphoreSlim _heard = new(0);
    private readonly List<StageReport> _reports = [];
    private readonly Task _watching;
    private ResumeToken? _token;

    public ResumingWatcher(int grpcPort)
    {
        _channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{grpcPort}"));
        _watching = WatchAsync();
    }

    /// <summary>Every decision that was told, as often as it was told.</summary>
    public IReadOnlyList<StageReport> Reports
    {
        get
        {
            lock (_reports) return [.. _reports];
        }
    }

    /// <summary>After each decision, on the watcher's own thread.</summary>
    public event Action<StageReport>? Told;

    /// <summary>It has a token to come back with.</summary>
    public Task BegunAsync() => _begun.Task.WaitAsync(TestContext.Current.CancellationToken);

    public async Task ToldAsync(Func<StageReport, bool> what)
    {
        while (!Reports.Any(what)) await _heard.WaitAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _watching;
        _channel.Dispose();
        _stop.Dispose();
        _heard.Dispose();
    }

    private async Task WatchAsync()
    {
        var client = new SleepMonitor.SleepMonitorClient(_channel);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                using var call = client.Watch(new WatchRequest { Resume = _token }, cancellationToken: _stop.Token);
                while (await call.ResponseStream.MoveNext(_stop.Token)) Take(call.ResponseStream.Current);
            }
            catch (Exception broken) when (broken is RpcException or OperationCanceledException or HttpRequestException)
            {
                // The service is gone; it comes back, or this watcher is told to stop.
            }
            await Task.Delay(s_pause, CancellationToken.None);
        }
    }

    private void Take(WatchResponse message)
    {
        if (message.SnapshotBegin is not null) Assert.Null(_token); // a token of this store is never refused
        if (message.Token is { } token) _token = token;
        if (message.SnapshotEnd is not null) _begun.TrySetResult();
        if (message.Report is not { } report) return;
        lock (_reports) _reports.Add(report);
        Told?.Invoke(report);
        _heard.Release();
    }
}
