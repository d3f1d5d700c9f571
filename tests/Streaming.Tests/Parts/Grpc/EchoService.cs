using Google.Protobuf;
using Grpc.Core;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>Does what the request asks.</summary>
internal sealed class EchoService(EchoProbe probe) : Echo.EchoBase
{
    public override async Task<EchoReply> Say(EchoRequest request, ServerCallContext context)
    {
        await ActAsync(request, context);
        await EchoMetadataAsync(context);
        return Reply(request, 0);
    }

    public override async Task Repeat(EchoRequest request, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        try
        {
            if (request.Deed == Deed.WriteTwiceAtOnce)
                await WriteTwiceAtOnceAsync(request, responseStream);
            for (var i = 0; i < request.Count; i++)
            {
                var write = responseStream.WriteAsync(Reply(request, i), context.CancellationToken);
                if (!write.IsCompleted && i > 0)
                    probe.WritePending.TrySetResult();
                await write;
                Interlocked.Increment(ref probe.Written);
            }

            await ActAsync(request, context);
            probe.Ended.TrySetResult(null);
        }
        catch (Exception e)
        {
            probe.Ended.TrySetResult(e);
            throw;
        }
    }

    public override async Task<EchoReply> Gather(IAsyncStreamReader<EchoRequest> requestStream, ServerCallContext context)
    {
        var all = new EchoReply();
        await foreach (var request in requestStream.ReadAllAsync())
        {
            await ActAsync(request, context);
            (all.Text, all.Index) = (all.Text + request.Text, all.Index + 1);
        }

        return all;
    }

    public override async Task Chat(
        IAsyncStreamReader<EchoRequest> requestStream, IServerStreamWriter<EchoReply> responseStream, ServerCallContext context)
    {
        try
        {
            for (var i = 0; await requestStream.MoveNext(context.CancellationToken); i++)
            {
                await ActAsync(requestStream.Current, context);
                await responseStream.WriteAsync(Reply(requestStream.Current, i), context.CancellationToken);
                if (requestStream.Current.Count < 0)
                    return; // has heard enough
            }

            probe.Ended.TrySetResult(null);
        }
        catch (Exception e)
        {
            probe.Ended.TrySetResult(e);
            throw;
        }
    }

    private static async Task WriteTwiceAtOnceAsync(EchoRequest request, IServerStreamWriter<EchoReply> responseStream)
    {
        // Large enough not to fit any buffer: the first write is certainly still waiting for the peer.
        var first = responseStream.WriteAsync(Reply(request, 0));
        var second = responseStream.WriteAsync(Reply(request, 1));
        await second;
        await first;
    }

    private static async Task EchoMetadataAsync(ServerCallContext context)
    {
        var headers = new Metadata();
        foreach (var entry in context.RequestHeaders.Where(entry => entry.Key.StartsWith("echo-", StringComparison.Ordinal)))
        {
            headers.Add(entry);
            context.ResponseTrailers.Add(entry.IsBinary
                ? new Metadata.Entry("trailing-" + entry.Key, entry.ValueBytes)
                : new Metadata.Entry("trailing-" + entry.Key, entry.Value));
        }

        if (headers.Count > 0)
            await context.WriteResponseHeadersAsync(headers);
    }

    private static EchoReply Reply(EchoRequest request, int index) => new()
    {
        Text = request.Text,
        Index = index,
        Payload = request.ReplyBytes > 0 ? UnsafeByteOperations.UnsafeWrap(new byte[request.ReplyBytes]) : request.Payload,
    };

    private async Task ActAsync(EchoRequest request, ServerCallContext context)
    {
        using var registration = context.CancellationToken.Register(() => probe.Cancelled.TrySetResult());
        probe.Entered.TrySetResult();
        switch (request.Deed)
        {
            case Deed.Fail:
                throw new RpcException(
                    new Status((StatusCode)request.Code, request.Text), new Metadata { { "why", "asked" }, { "why-bin", [0, 255] } });
            case Deed.Throw:
                throw new InvalidOperationException(request.Text);
            case Deed.Hang:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.CancellationToken);
                break;
            case Deed.DeaflyHang:
                await probe.Release.Task;
                break;
            case Deed.Oversleep:
                await probe.Cancelled.Task;
                break;
        }
    }
}
