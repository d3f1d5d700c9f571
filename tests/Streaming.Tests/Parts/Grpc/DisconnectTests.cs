using System.IO.Pipelines;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>A watcher that closes its browser is no fault of the server: nothing above debug is logged, and no stack.</summary>
public sealed class DisconnectTests
{
    [Fact]
    public async Task Client_that_takes_no_more_is_told_quietly() => await EndsQuietlyAsync(pipe => pipe.Reader.Complete());

    [Fact]
    public async Task Connection_that_breaks_under_a_write_is_told_quietly() =>
        await EndsQuietlyAsync(pipe => pipe.Reader.Complete(), new BrokenWriter(new IOException("Broken pipe")));

    [Fact]
    public async Task Connection_that_is_aborted_under_a_write_is_told_quietly() =>
        await EndsQuietlyAsync(pipe => pipe.Reader.Complete(), new BrokenWriter(new ConnectionAbortedException("The connection was aborted")));

    [Fact]
    public async Task Fault_of_a_handler_is_still_an_error()
    {
        var (lines, http) = (new LogLines(), new DefaultHttpContext());
        await PipedCall.RunAsync(http, lines, new Pipe().Writer, (_, _) => throw new IOException("a file of the handler's own"));
        Assert.Contains(lines.Seen, line => line.Level == LogLevel.Error && line.Failure is IOException);
    }

    private static async Task EndsQuietlyAsync(Action<Pipe> leave, PipeWriter? writer = null)
    {
        var (lines, http, pipe) = (new LogLines(), new DefaultHttpContext(), new Pipe());
        leave(pipe);
        await PipedCall.RunAsync(http, lines, writer ?? pipe.Writer, async (stream, context) =>
        {
            while (true) await stream.WriteAsync(new EchoReply(), context.CancellationToken);
        });
        Assert.False(http.RequestAborted.IsCancellationRequested); // the write learnt of it before the request's own token
        Assert.All(lines.Seen, line => Assert.True(line.Level <= LogLevel.Debug && line.Failure is null, line.Text));
        Assert.Contains(lines.Seen, line => line.Text.Contains("the client went away", StringComparison.Ordinal));
    }

    private sealed class BrokenWriter(Exception failure) : PipeWriter
    {
        public override void Advance(int bytes)
        {
        }

        public override Memory<byte> GetMemory(int sizeHint = 0) => new byte[Math.Max(sizeHint, 4096)];

        public override Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;

        public override void CancelPendingFlush()
        {
        }

        public override void Complete(Exception? exception = null)
        {
        }

        public override ValueTask<FlushResult> FlushAsync(CancellationToken cancellationToken = default) => throw failure;
    }
}
