using System.IO.Pipelines;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
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
        await CallAsync(http, lines, new IOException("a file of the handler's own"), new Pipe().Writer);
        Assert.Contains(lines.Seen, line => line.Level == LogLevel.Error && line.Failure is IOException);
    }

    private static async Task EndsQuietlyAsync(Action<Pipe> leave, PipeWriter? writer = null)
    {
        var (lines, http, pipe) = (new LogLines(), new DefaultHttpContext(), new Pipe());
        leave(pipe);
        await CallAsync(http, lines, null, writer ?? pipe.Writer);
        Assert.False(http.RequestAborted.IsCancellationRequested); // the write learnt of it before the request's own token
        Assert.All(lines.Seen, line => Assert.True(line.Level <= LogLevel.Debug && line.Failure is null, line.Text));
        Assert.Contains(lines.Seen, line => line.Text.Contains("the client went away", StringComparison.Ordinal));
    }

    private static async Task CallAsync(HttpContext http, LogLines lines, Exception? failure, PipeWriter writer)
    {
        var body = new Pipe();
        await body.Writer.WriteAsync(new byte[5], TestContext.Current.CancellationToken); // an empty message
        await body.Writer.CompleteAsync();
        http.Request.Protocol = HttpProtocol.Http2;
        http.Request.ContentType = "application/grpc";
        http.Features.Set<IRequestBodyPipeFeature>(new RequestPipe(body.Reader));
        http.Features.Set<IHttpResponseBodyFeature>(new ResponsePipe(writer));
        http.RequestServices = new NoServices();
        var host = new GrpcHost(Options.Create(new GrpcServiceOptions()), lines);
        var marshaller = Marshallers.Create(_ => [], _ => new EchoRequest());
        var replies = Marshallers.Create(_ => [1], _ => new EchoReply());
        var method = new Method<EchoRequest, EchoReply>(MethodType.ServerStreaming, "s", "Watch", marshaller, replies);
        var handler = new ServerStreamingCallHandler<Endless, EchoRequest, EchoReply>(host, method, async (_, _, stream, context) =>
        {
            if (failure is not null) throw failure;
            while (true) await stream.WriteAsync(new EchoReply(), context.CancellationToken);
        });
        await handler.HandleAsync(http);
    }

    private sealed class Endless;

    private sealed record RequestPipe(PipeReader Reader) : IRequestBodyPipeFeature;

    private sealed class NoServices : IServiceProvider
    {
        public object? GetService(Type serviceType) => null;
    }

    private sealed class ResponsePipe(PipeWriter writer) : IHttpResponseBodyFeature
    {
        public Stream Stream => writer.AsStream();

        public PipeWriter Writer => writer;

        public void DisableBuffering()
        {
        }

        public Task StartAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task SendFileAsync(string path, long offset, long? count, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Task CompleteAsync() => Task.CompletedTask;
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

    private sealed class LogLines : ILoggerFactory, ILogger
    {
        public List<(LogLevel Level, string Text, Exception? Failure)> Seen { get; } = [];

        public ILogger CreateLogger(string categoryName) => this;

        public void AddProvider(ILoggerProvider provider)
        {
        }

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Seen.Add((logLevel, formatter(state, exception), exception));

        public void Dispose()
        {
        }
    }
}
