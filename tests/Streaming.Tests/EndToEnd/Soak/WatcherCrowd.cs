using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>Watchers that come and go: some read slowly, some stop reading, some vanish.</summary>
internal sealed class WatcherCrowd(int grpcPort, int seed, int places)
{
    private static readonly TimeSpan LongestStay = TimeSpan.FromSeconds(20);
    private volatile bool _isAway;
    private int _came;

    /// <summary>Streams opened.</summary>
    public int Came => _came;

    public Task RunAsync(CancellationToken cancellationToken) =>
        Task.WhenAll(Enumerable.Range(0, places).Select(place => Task.Run(() => TakePlaceAsync(new Random(seed + place), cancellationToken), CancellationToken.None)));

    /// <summary>Everybody leaves, and nobody comes for a while.</summary>
    public async Task StayAwayAsync(Func<Task> meanwhile, CancellationToken cancellationToken)
    {
        _isAway = true;
        await Task.Delay(LongestStay, cancellationToken); // those who are there leave in their own time
        await meanwhile();
        _isAway = false;
    }

    private async Task TakePlaceAsync(Random random, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            using var stay = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            stay.CancelAfter(TimeSpan.FromSeconds(1 + random.NextDouble() * (LongestStay.TotalSeconds - 1)));
            try
            {
                if (!_isAway) await WatchAsync((WatcherKind)random.Next(4), random, stay.Token);
            }
            catch (Exception end) when (end is RpcException or OperationCanceledException or HttpRequestException)
            {
                // Its time was over, or the service's.
            }
            await Task.Delay(200, CancellationToken.None);
        }
    }

    private async Task WatchAsync(WatcherKind kind, Random random, CancellationToken stay)
    {
        // Not shared: one that vanishes takes its connection with it.
        using var channel = GrpcChannel.ForAddress(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{grpcPort}"));
        using var call = new SleepMonitor.SleepMonitorClient(channel).Watch(
            new WatchRequest { IncludeProvisional = random.Next(2) == 0 }, cancellationToken: kind == WatcherKind.Vanishes ? CancellationToken.None : stay);
        Interlocked.Increment(ref _came);
        for (var n = 0; await call.ResponseStream.MoveNext(stay); n++)
        {
            if (kind == WatcherKind.Slow) await Task.Delay(50, stay);
            if (kind == WatcherKind.Stuck && n == 5) await Task.Delay(Timeout.Infinite, stay);
            if (kind == WatcherKind.Vanishes && n == 20) return;
        }
    }

    private enum WatcherKind
    {
        Quick,
        Slow,
        Stuck,
        Vanishes,
    }
}
