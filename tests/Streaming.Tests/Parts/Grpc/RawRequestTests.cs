using System.Net;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Parts.Grpc;

public sealed class RawRequestTests : IAsyncLifetime
{
    private const string SayPath = "/streaming.tests.echo.Echo/Say";

    private EchoHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(new byte[0], "13", "no message")]
    [InlineData(new byte[] { 0, 0, 0 }, "13", "Incomplete")]
    [InlineData(new byte[] { 0, 0, 0, 0, 9, 1 }, "13", "Incomplete")]
    [InlineData(new byte[] { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0 }, "13", "more than one")]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 255, 255 }, "3", "EchoRequest")]
    [InlineData(new byte[] { 0, 255, 255, 255, 255, 1 }, "8", "4294967295")]
    public async Task Broken_body_ends_the_call_with_a_status(byte[] body, string status, string message)
    {
        var reply = await RawCalls.PostAsync(_host.Address + SayPath, body);

        Assert.Equal(HttpStatusCode.OK, reply.HttpStatus);
        Assert.Equal(status, reply.GrpcStatus);
        Assert.Contains(message, reply.GrpcMessage);
    }

    [Theory]
    [InlineData("10")]
    [InlineData("123456789m")]
    [InlineData("-1S")]
    [InlineData("5y")]
    public async Task Timeout_that_is_none_is_refused(string timeout)
    {
        var reply = await RawCalls.PostAsync(_host.Address + SayPath, RawCalls.Frame(new EchoRequest()), headers: ("grpc-timeout", timeout));

        Assert.Equal("13", reply.GrpcStatus);
        Assert.Contains(timeout, reply.GrpcMessage);
    }

    [Fact]
    public async Task Metadata_that_is_not_base64_is_left_out()
    {
        var reply = await RawCalls.PostAsync(_host.Address + SayPath, RawCalls.Frame(new EchoRequest()), headers: ("echo-a-bin", "!!!"));

        Assert.Equal("0", reply.GrpcStatus);
    }

    [Theory]
    [InlineData("application/json", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpcx", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc-web-text", HttpStatusCode.UnsupportedMediaType)]
    [InlineData("application/grpc+proto", HttpStatusCode.OK)]
    public async Task Content_type_decides_whether_it_is_served(string contentType, HttpStatusCode expected) =>
        Assert.Equal(expected, (await RawCalls.PostAsync(_host.Address + SayPath, RawCalls.Frame(new EchoRequest()), contentType)).HttpStatus);

    [Fact]
    public async Task Grpc_over_http_1_is_told_to_upgrade()
    {
        var reply = await RawCalls.PostAsync(_host.WebAddress + SayPath, RawCalls.Frame(new EchoRequest()), version: HttpVersion.Version11);

        Assert.Equal(HttpStatusCode.UpgradeRequired, reply.HttpStatus);
    }

    [Fact]
    public async Task Grpc_web_is_not_served_where_it_is_not_enabled()
    {
        var reply = await RawCalls.PostAsync(
            _host.WebAddress + "/grpc.health.v1.Health/Check", [0, 0, 0, 0, 0], "application/grpc-web", HttpVersion.Version11);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, reply.HttpStatus);
    }

    [Theory]
    [InlineData("application/grpc-web", false)]
    [InlineData("application/grpc-web+proto", true)]
    public async Task Grpc_web_brings_messages_and_then_the_trailers_in_a_frame(string contentType, bool overHttp2)
    {
        var address = overHttp2 ? _host.Address : _host.WebAddress;
        var version = overHttp2 ? HttpVersion.Version20 : HttpVersion.Version11;
        var request = new EchoRequest { Text = "w", Count = 2, Deed = Deed.Fail, Code = 5 };
        var reply = await RawCalls.PostAsync(address + "/streaming.tests.echo.Echo/Repeat", RawCalls.Frame(request), contentType, version);

        Assert.Equal("application/grpc-web+proto", reply.ContentType);
        var expected = RawCalls.Frame(new EchoReply { Text = "w" })
            .Concat(RawCalls.Frame(new EchoReply { Text = "w", Index = 1 }))
            .Concat(RawCalls.Frame(0x80, "grpc-status:5\r\ngrpc-message:w\r\nwhy:asked\r\nwhy-bin:AP8\r\n"u8.ToArray()));
        Assert.Equal(expected, reply.Body);
    }
}
