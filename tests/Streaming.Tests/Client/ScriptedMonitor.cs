using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Client;

/// <summary>A client whose Watch calls are the given streams in turn; after the last every call hangs.</summary>
internal sealed class ScriptedMonitor(params ScriptedStream[] streams) : SleepMonitor.SleepMonitorClient
{
    private readonly Queue<ScriptedStream> _streams = new(streams);

    public List<WatchRequest> Requests { get; } = [];

    public override AsyncServerStreamingCall<WatchResponse> Watch(WatchRequest request, CallOptions options)
    {
        Requests.Add(request.Clone());
        var stream = _streams.Count > 0 ? _streams.Dequeue() : new ScriptedStream();
        return new AsyncServerStreamingCall<WatchResponse>(
            stream, Task.FromResult(new Metadata()), () => Status.DefaultSuccess, () => [], () => { });
    }
}
