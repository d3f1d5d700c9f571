using Google.Protobuf;
using Grpc.Core;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

public sealed class MessageLimitTests : IAsyncLifetime
{
    private const string SayPath = "/streaming.tests.echo.Echo/Say";

    private EchoHost _host = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Message_at_the_limit_passes_both_ways()
    {
        var reply = await _host.Client.SayAsync(RequestOf(EchoHost.LimitBytes), cancellationToken: Token);

        Assert.Equal(EchoHost.LimitBytes, reply.CalculateSize());
    }

    [Fact]
    public async Task Request_one_byte_beyond_is_RESOURCE_EXHAUSTED_with_size_and_limit()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.SayAsync(RequestOf(EchoHost.LimitBytes + 1), cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Contains("65537", error.Status.Detail);
        Assert.Contains("65536", error.Status.Detail);
        Assert.False(_host.Probe.Entered.Task.IsCompleted);
    }

    [Fact]
    public async Task Response_one_byte_beyond_is_RESOURCE_EXHAUSTED_on_the_client()
    {
        var error = await Assert.ThrowsAsync<RpcException>(
            () => _host.Client.SayAsync(new EchoRequest { ReplyBytes = EchoHost.LimitBytes - 3 }, cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal("Received message of 65537 bytes exceeds the limit of 65536 bytes.", error.Status.Detail);
    }

    [Fact]
    public async Task Response_beyond_the_server_s_send_limit_is_RESOURCE_EXHAUSTED_and_nothing_of_it_is_sent()
    {
        await using var host = await EchoHost.StartAsync(options => options.MaxSendMessageSize = 100);
        var error = await Assert.ThrowsAsync<RpcException>(
            () => host.Client.SayAsync(new EchoRequest { ReplyBytes = 99 }, cancellationToken: Token).ResponseAsync);

        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
        Assert.Equal("Sending message of 101 bytes exceeds the limit of 100 bytes.", error.Status.Detail);
    }

    [Fact]
    public async Task Gzip_message_is_read()
    {
        var message = new EchoRequest { Text = new string('z', 50_000) };
        var reply = await RawCalls.PostAsync(
            _host.Address + SayPath, RawCalls.Frame(1, RawCalls.Gzip(message.ToByteArray())), headers: ("grpc-encoding", "gzip"));

        Assert.Equal("0", reply.GrpcStatus);
        Assert.Equal(message.Text, EchoReply.Parser.ParseFrom(reply.Body.AsSpan(5)).Text);
    }

    [Fact]
    public async Task Gzip_bomb_is_RESOURCE_EXHAUSTED()
    {
        var bomb = RawCalls.Frame(1, RawCalls.Gzip(new byte[20_000_000]));
        var reply = await RawCalls.PostAsync(_host.Address + SayPath, bomb, headers: ("grpc-encoding", "gzip"));

        Assert.Equal("8", reply.GrpcStatus);
        Assert.Contains("65536", reply.GrpcMessage);
    }

    [Theory]
    [InlineData("br", 0, "12")]
    [InlineData(null, 1, "13")]
    [InlineData("gzip", 1, "13")]
    [InlineData("identity", 1, "13")]
    [InlineData("gzip", 7, "13")]
    public async Task Compression_that_cannot_be_right_is_refused(string? encoding, byte flags, string status)
    {
        (string, string)[] headers = encoding is null ? [] : [("grpc-encoding", encoding)];
        var reply = await RawCalls.PostAsync(_host.Address + SayPath, RawCalls.Frame(flags, [1, 2, 3]), headers: headers);

        Assert.Equal(status, reply.GrpcStatus);
    }

    private static EchoRequest RequestOf(int bytes)
    {
        var request = new EchoRequest { Payload = ByteString.CopyFrom(new byte[bytes - 4]) };
        Assert.Equal(bytes, request.CalculateSize());
        return request;
    }
}
