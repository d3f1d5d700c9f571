using System.Diagnostics;
using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Microsoft.Extensions.Time.Testing;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Our client walks its scenarios against a server of another maker, which compresses its responses with gzip.</summary>
public sealed class OurClientOfGrpcJsTests : IAsyncLifetime
{
    private const int LimitBytes = 64 * 1024;

    private readonly FakeTimeProvider _time = new();
    private Process? _server;
    private GrpcChannel _channel = null!;
    private Echo.EchoClient _client = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        GrpcPeer.SkipWithoutNodePackage("@grpc/grpc-js");
        _server = GrpcPeer.StartNode("grpc-js-server.mjs", GrpcPeer.EchoProto, LimitBytes.ToString(CultureInfo.InvariantCulture));
        var line = await _server.StandardOutput.ReadLineAsync(Token);
        Assert.StartsWith("port ", line);
        var address = $"http://127.0.0.1:{line!["port ".Length..]}";
        _channel = GrpcChannel.ForAddress(address, new GrpcChannelOptions { MaxReceiveMessageSize = LimitBytes, Time = _time });
        _client = new Echo.EchoClient(_channel);
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is null)
            return;
        _channel.Dispose();
        _server.StandardInput.Close();
        await _server.WaitForExitAsync(CancellationToken.None);
        _server.Dispose();
    }

    [Fact]
    public async Task Messages_metadata_and_trailers_come_through()
    {
        var sent = new Metadata { { "echo-text", "two words" }, { "echo-raw-bin", [0, 1, 254, 255] } };
        using var call = _client.SayAsync(new EchoRequest { Text = "søvn " + new string('z', 20_000) }, sent, cancellationToken: Token);
        var headers = await call.ResponseHeadersAsync;
        var reply = await call;

        Assert.Equal(20_005, reply.Text.Length);
        Assert.Equal("two words", headers.GetValue("echo-text"));
        Assert.Equal([0, 1, 254, 255], headers.GetValueBytes("echo-raw-bin")!);
        Assert.Equal("two words", call.GetTrailers().GetValue("trailing-echo-text"));
        Assert.Equal([0, 1, 254, 255], call.GetTrailers().GetValueBytes("trailing-echo-raw-bin")!);
    }

    [Fact]
    public async Task Stream_comes_through_in_order_and_ends_with_its_status()
    {
        var request = new EchoRequest { Count = 300, ReplyBytes = 5000, Deed = Deed.Fail, Code = 9, Text = "Ölverlust 睡眠" };
        using var call = _client.Repeat(request, cancellationToken: Token);
        for (var i = 0; i < 300; i++)
        {
            Assert.True(await call.ResponseStream.MoveNext(Token));
            Assert.Equal((i, 5000), (call.ResponseStream.Current.Index, call.ResponseStream.Current.Payload.Length));
        }

        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));
        Assert.Equal((StatusCode.FailedPrecondition, "Ölverlust 睡眠"), (error.StatusCode, error.Status.Detail));
        Assert.Equal("asked", error.Trailers.GetValue("why"));
        Assert.Equal([0, 255], error.Trailers.GetValueBytes("why-bin")!);
    }

    [Fact]
    public async Task Error_without_a_message_comes_through()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _client.SayAsync(new EchoRequest { Deed = Deed.Fail, Code = 5, Text = "100 % æ" }, cancellationToken: Token).ResponseAsync);

        Assert.Equal((StatusCode.NotFound, "100 % æ"), (error.StatusCode, error.Status.Detail));
    }

    [Fact]
    public async Task Deadline_and_cancellation_reach_the_server()
    {
        var deadline = _time.GetUtcNow().UtcDateTime.AddHours(1);
        using var timed = _client.SayAsync(new EchoRequest { Deed = Deed.Hang }, deadline: deadline, cancellationToken: Token);
        using var cancelled = _client.Repeat(new EchoRequest { Deed = Deed.Hang, Count = 1 }, cancellationToken: Token);
        Assert.True(await cancelled.ResponseStream.MoveNext(Token));
        cancelled.Dispose();
        Assert.Equal("cancelled", await _server!.StandardOutput.ReadLineAsync(Token));
        _time.Advance(TimeSpan.FromHours(1));

        Assert.Equal(StatusCode.DeadlineExceeded, (await Assert.ThrowsAsync<RpcException>(() => timed.ResponseAsync)).StatusCode);
        Assert.Equal("cancelled", await _server.StandardOutput.ReadLineAsync(Token));
    }

    [Theory]
    [InlineData(LimitBytes, StatusCode.OK)]
    [InlineData(LimitBytes + 1, StatusCode.ResourceExhausted)]
    public async Task Size_limits_hold_to_the_byte(int bytes, StatusCode expected)
    {
        var payload = ByteString.CopyFrom(new byte[bytes - 4]);
        using var there = _client.SayAsync(new EchoRequest { Payload = payload }, cancellationToken: Token);
        using var back = _client.SayAsync(new EchoRequest { ReplyBytes = bytes - 4 }, cancellationToken: Token);

        Assert.Equal(expected, await CodeOfAsync(there));
        Assert.Equal(expected, await CodeOfAsync(back));
    }

    [Fact]
    public async Task Method_the_server_lacks_is_UNIMPLEMENTED()
    {
        var marshaller = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        var method = new Method<byte[], byte[]>(MethodType.Unary, "streaming.tests.echo.Echo", "Nothing", marshaller, marshaller);
        using var call = _channel.CreateCallInvoker().AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), []);

        Assert.Equal(StatusCode.Unimplemented, await CodeOfAsync(call));
    }

    private static async Task<StatusCode> CodeOfAsync<T>(AsyncUnaryCall<T> call)
    {
        try
        {
            await call;
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }
}
