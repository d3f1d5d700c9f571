using System.Threading.Channels;
using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Client;

/// <summary>One Watch call of which the test says what comes and how it ends.</summary>
internal sealed class ScriptedStream : IAsyncStreamReader<WatchResponse>
{
    private readonly Channel<WatchResponse> _messages = Channel.CreateUnbounded<WatchResponse>();

    public WatchResponse Current { get; private set; } = new();

    public ScriptedStream Say(params WatchResponse[] messages)
    {
        foreach (var message in messages)
            Assert.True(_messages.Writer.TryWrite(message));
        return this;
    }

    public ScriptedStream Break(StatusCode code, string detail = "")
    {
        _messages.Writer.Complete(new RpcException(new Status(code, detail)));
        return this;
    }

    public ScriptedStream End()
    {
        _messages.Writer.Complete();
        return this;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!await _messages.Reader.WaitToReadAsync(cancellationToken))
            return false;
        Assert.True(_messages.Reader.TryRead(out var message));
        Current = message;
        return true;
    }
}
