using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.AspNetCore.Server;
using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>A server-streaming call whose response goes into a pipe that the test holds.</summary>
internal static class PipedCall
{
    /// <summary>As the generated stubs have it: the length first, then straight into the writer.</summary>
    public static readonly Marshaller<EchoReply> Replies = new(
        (reply, context) =>
        {
            context.SetPayloadLength(reply.CalculateSize());
            reply.WriteTo(context.GetBufferWriter());
            context.Complete();
        },
        context => EchoReply.Parser.ParseFrom(context.PayloadAsReadOnlySequence()));

    public static async Task RunAsync(HttpContext http, LogLines lines, PipeWriter writer, Func<IServerStreamWriter<EchoReply>, ServerCallContext, Task> handler)
    {
        var body = new Pipe();
        await body.Writer.WriteAsync(new byte[5], TestContext.Current.CancellationToken); // an empty message
        await body.Writer.CompleteAsync();
        http.Request.Protocol = HttpProtocol.Http2;
        http.Request.ContentType = "application/grpc";
        http.Features.Set<IRequestBodyPipeFeature>(new RequestPipe(body.Reader));
        http.Features.Set<IHttpResponseBodyFeature>(new ResponsePipe(writer));
        http.Features.Set<IHttpResponseTrailersFeature>(new ResponseTrailers());
        http.Features.Set<IHttpRequestLifetimeFeature>(new Lifetime());
        http.RequestServices = new NoServices();
        var host = new GrpcHost(Options.Create(new GrpcServiceOptions()), lines);
        var method = new Method<EchoRequest, EchoReply>(MethodType.ServerStreaming, "s", "Watch", Marshallers.Create(_ => [], _ => new EchoRequest()), Replies);
        await new ServerStreamingCallHandler<Handler, EchoRequest, EchoReply>(host, method, (_, _, stream, context) => handler(stream, context)).HandleAsync(http);
    }

    private sealed class Handler;

    private sealed record RequestPipe(PipeReader Reader) : IRequestBodyPipeFeature;

    private sealed class ResponseTrailers : IHttpResponseTrailersFeature
    {
        public IHeaderDictionary Trailers { get; set; } = new HeaderDictionary();
    }

    private sealed class Lifetime : IHttpRequestLifetimeFeature
    {
        public CancellationToken RequestAborted { get; set; }

        public void Abort() => RequestAborted = new CancellationToken(canceled: true);
    }

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
}
