using Grpc.Core;
using Grpc.Net.Client;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary>One watcher that counts FINAL epochs.</summary>
internal sealed class FinalsWatch : IDisposable
{
    private readonly CancellationTokenSource _watching = new();
    private readonly GrpcChannel _channel;
    private readonly AsyncServerStreamingCall<WatchResponse> _call;

    public FinalsWatch(string address, bool provisional = false)
    {
        _channel = GrpcChannel.ForAddress(address);
        _call = new SleepMonitor.SleepMonitorClient(_channel).Watch(
            new WatchRequest { IncludeProvisional = provisional }, cancellationToken: _watching.Token);
    }

    /// <summary>Of the last message; empty before the first that carries a token.</summary>
    public string StoreId { get; private set; } = "";

    /// <summary>Completes when so many more have come; <paramref name="seen"/> is shown each report, PROVISIONAL ones too.</summary>
    public async Task AwaitAsync(int count, CancellationToken cancellationToken, Action<StageReport>? seen = null)
    {
        while (count > 0)
        {
            if (!await _call.ResponseStream.MoveNext(cancellationToken)) throw new InvalidOperationException("the stream ended");
            if (_call.ResponseStream.Current.Token is { } token) StoreId = token.StoreId;
            if (_call.ResponseStream.Current.Report is not { } report) continue;
            seen?.Invoke(report);
            if (report.Revision == Revision.Final) count--;
        }
    }

    public void Dispose()
    {
        _watching.Cancel();
        _call.Dispose();
        _channel.Dispose();
        _watching.Dispose();
    }
}
