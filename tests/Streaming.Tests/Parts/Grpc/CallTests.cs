using Google.Protobuf;
using Grpc.Core;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

public sealed class CallTests : IAsyncLifetime
{
    private EchoHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Unary_call_brings_the_message_back()
    {
        var reply = await _host.Client.SayAsync(new EchoRequest { Text = "påske", Payload = ByteString.CopyFrom(1, 2, 3) }, cancellationToken: Token);

        Assert.Equal("påske", reply.Text);
        Assert.Equal([1, 2, 3], reply.Payload.ToByteArray());
    }

    [Fact]
    public void Blocking_call_brings_the_message_back() =>
        Assert.Equal("x", _host.Client.Say(new EchoRequest { Text = "x" }, cancellationToken: Token).Text);

    [Fact]
    public async Task Empty_message_is_a_message() =>
        Assert.Equal(new EchoReply(), await _host.Client.SayAsync(new EchoRequest(), cancellationToken: Token));

    [Fact]
    public async Task Stream_brings_every_message_in_order()
    {
        using var call = _host.Client.Repeat(new EchoRequest { Count = 1000, ReplyBytes = 700 }, cancellationToken: Token);
        var indices = new List<int>();
        await foreach (var reply in call.ResponseStream.ReadAllAsync(Token))
        {
            Assert.Equal(700, reply.Payload.Length);
            indices.Add(reply.Index);
        }

        Assert.Equal(Enumerable.Range(0, 1000), indices);
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Stream_without_messages_ends_with_OK()
    {
        using var call = _host.Client.Repeat(new EchoRequest(), cancellationToken: Token);

        Assert.False(await call.ResponseStream.MoveNext(Token));
        Assert.False(await call.ResponseStream.MoveNext(Token));
        Assert.Equal(StatusCode.OK, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Metadata_goes_both_ways()
    {
        var sent = new Metadata { { "echo-text", "two words" }, { "echo-raw-bin", [0, 1, 254, 255] } };
        using var call = _host.Client.SayAsync(new EchoRequest(), sent, cancellationToken: Token);
        var headers = await call.ResponseHeadersAsync;
        await call;

        Assert.Equal("two words", headers.GetValue("Echo-Text"));
        Assert.Equal([0, 1, 254, 255], headers.GetValueBytes("echo-raw-bin")!);
        Assert.Equal("two words", call.GetTrailers().GetValue("trailing-echo-text"));
        Assert.Equal([0, 1, 254, 255], call.GetTrailers().GetValueBytes("trailing-echo-raw-bin")!);
    }

    [Fact]
    public async Task Error_status_carries_its_message_and_trailers()
    {
        var request = new EchoRequest { Deed = Deed.Fail, Code = (int)StatusCode.FailedPrecondition, Text = "Bett 4: 100 % Ölverlust\r\n睡眠" };
        using var call = _host.Client.SayAsync(request, cancellationToken: Token);
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseAsync);

        Assert.Equal(StatusCode.FailedPrecondition, error.StatusCode);
        Assert.Equal("Bett 4: 100 % Ölverlust\r\n睡眠", error.Status.Detail);
        Assert.Equal("asked", error.Trailers.GetValue("why"));
        Assert.Equal([0, 255], error.Trailers.GetValueBytes("why-bin")!);
        Assert.Equal(StatusCode.FailedPrecondition, call.GetStatus().StatusCode);
    }

    [Fact]
    public async Task Error_after_messages_comes_after_them()
    {
        var request = new EchoRequest { Deed = Deed.Fail, Code = (int)StatusCode.DataLoss, Text = "gone", Count = 3 };
        using var call = _host.Client.Repeat(request, cancellationToken: Token);
        for (var i = 0; i < 3; i++)
            Assert.True(await call.ResponseStream.MoveNext(Token));
        var error = await Assert.ThrowsAsync<RpcException>(() => call.ResponseStream.MoveNext(Token));

        Assert.Equal((StatusCode.DataLoss, "gone", "asked"), (error.StatusCode, error.Status.Detail, error.Trailers.GetValue("why")));
    }

    [Fact]
    public async Task Exception_of_a_handler_is_UNKNOWN_and_keeps_its_secret()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.SayAsync(new EchoRequest { Deed = Deed.Throw, Text = "secret" }, cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.Unknown, error.StatusCode);
        Assert.DoesNotContain("secret", error.Status.Detail);
    }

    [Fact]
    public async Task Exception_of_a_handler_is_told_when_details_are_enabled()
    {
        await using var host = await EchoHost.StartAsync(options => options.EnableDetailedErrors = true);
        var error = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.SayAsync(new EchoRequest { Deed = Deed.Throw, Text = "secret" }, cancellationToken: Token).ResponseAsync);

        Assert.Contains("secret", error.Status.Detail);
    }

    [Fact]
    public async Task Method_without_override_is_UNIMPLEMENTED()
    {
        await using var host = await EchoHost.StartAsync();
        var invoker = host.Channel.CreateCallInvoker();
        var marshaller = Marshallers.Create<byte[]>(bytes => bytes, bytes => bytes);
        const string echo = "streaming.tests.echo.Echo";
        foreach (var (service, name) in new[] { (echo, "Nothing"), ("no.such.Service", "Say") })
        {
            var method = new Method<byte[], byte[]>(MethodType.Unary, service, name, marshaller, marshaller);
            var error = await Assert.ThrowsAsync<RpcException>(
                () => invoker.AsyncUnaryCall(method, null, new CallOptions(cancellationToken: Token), []).ResponseAsync);

            Assert.Equal(StatusCode.Unimplemented, error.StatusCode);
            Assert.Contains($"/{service}/{name}", error.Status.Detail);
        }
    }

    [Fact]
    public void Client_streaming_is_refused_clearly_by_the_client()
    {
        Assert.Equal(StatusCode.Unimplemented, Assert.Throws<RpcException>(() => _host.Client.Gather(cancellationToken: Token)).StatusCode);
        Assert.Equal(StatusCode.Unimplemented, Assert.Throws<RpcException>(() => _host.Client.Chat(cancellationToken: Token)).StatusCode);
    }

    [Fact]
    public async Task Server_that_is_not_there_is_UNAVAILABLE()
    {
        await _host.DisposeAsync();
        using var channel = global::Grpc.Net.Client.GrpcChannel.ForAddress(_host.Address);
        var error = await Assert.ThrowsAsync<RpcException>(
            () => new Echo.EchoClient(channel).SayAsync(new EchoRequest(), cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }
}
