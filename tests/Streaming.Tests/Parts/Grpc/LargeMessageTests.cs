using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>A whole night is one message of a megabyte or two: it must not lie in the server's pooled blocks while a slow watcher takes it.</summary>
public sealed class LargeMessageTests
{
    private const int RoomBytes = 64 * 1024; // of a response, as Kestrel has it
    private static readonly EchoReply Large = new() { Text = "night", Payload = ByteString.CopyFrom([.. Enumerable.Range(0, 1_500_000).Select(n => (byte)(n * 7 / 3))]) };

    [Fact]
    public async Task Slow_peer_gets_all_of_it_and_little_lies_before_the_peer()
    {
        var (pipe, http, lines) = (PipeWithRoom(), new DefaultHttpContext(), new LogLines());
        var call = PipedCall.RunAsync(http, lines, pipe.Writer, (stream, _) => stream.WriteAsync(Large, Stop));
        var (taken, most) = (new MemoryStream(), 0L);
        while (taken.Length < 5 + Large.CalculateSize())
        {
            var read = await pipe.Reader.ReadAsync(Stop);
            most = Math.Max(most, read.Buffer.Length);
            var part = read.Buffer.Slice(0, Math.Min(10_000, read.Buffer.Length));
            foreach (var segment in part) taken.Write(segment.Span);
            pipe.Reader.AdvanceTo(part.End);
        }
        await call;

        Assert.InRange(most, 1, RoomBytes + MessagePieces.PieceBytes);
        Assert.Equal(Large, EchoReply.Parser.ParseFrom(taken.ToArray().AsSpan(5)));
        Assert.False(http.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Call_that_ends_in_its_middle_is_reset_and_not_followed_by_a_status()
    {
        var (pipe, http, lines) = (PipeWithRoom(), new DefaultHttpContext(), new LogLines());
        using var stop = new CancellationTokenSource();
        var call = PipedCall.RunAsync(http, lines, pipe.Writer, async (stream, _) =>
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.WriteAsync(Large, stop.Token));
            await Assert.ThrowsAsync<InvalidOperationException>(() => stream.WriteAsync(new EchoReply(), Stop));
        });
        await pipe.Reader.ReadAtLeastAsync(RoomBytes, Stop);
        await stop.CancelAsync();
        await call;

        Assert.True(http.RequestAborted.IsCancellationRequested);
    }

    [Fact]
    public async Task Message_of_a_size_that_still_goes_whole_leaves_the_call_whole_when_it_is_cancelled()
    {
        var (pipe, http, lines) = (PipeWithRoom(), new DefaultHttpContext(), new LogLines());
        using var stop = new CancellationTokenSource();
        var reply = new EchoReply { Payload = ByteString.CopyFrom(new byte[MessagePieces.PieceBytes - 10]) };
        var call = PipedCall.RunAsync(http, lines, pipe.Writer, async (stream, _) =>
        {
            await stream.WriteAsync(reply, Stop);
            await stream.WriteAsync(reply, Stop);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stream.WriteAsync(reply, stop.Token));
        });
        await pipe.Reader.ReadAtLeastAsync(RoomBytes, Stop);
        await stop.CancelAsync();
        await call;

        Assert.False(http.RequestAborted.IsCancellationRequested);
    }

    private static Pipe PipeWithRoom() => new(new PipeOptions(pauseWriterThreshold: RoomBytes, resumeWriterThreshold: RoomBytes / 2, useSynchronizationContext: false));

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
