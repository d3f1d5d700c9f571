using System.Globalization;
using System.Text.Json;
using Streaming.Tests.Parts.Grpc;
using Streaming.Tests.Parts.Grpc.Wire;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Clients of other makers walk the same scenarios against our server.</summary>
public sealed class ClientsOfOurServerTests : IAsyncLifetime
{
    private static readonly string Limit = EchoHost.LimitBytes.ToString(CultureInfo.InvariantCulture);

    private EchoHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await EchoHost.StartAsync(time: TimeProvider.System);

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Grpc_js_is_served()
    {
        GrpcPeer.SkipWithoutNodePackage("@grpc/grpc-js");
        var scenarios = await GrpcPeer.NodeAsync("grpc-js-client.mjs", Authority, GrpcPeer.EchoProto, Limit);

        AssertCommon(scenarios);
        AssertNativeOnly(scenarios);
        await _host.Probe.Cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Python_grpcio_is_served()
    {
        await GrpcPeer.SkipWithoutPythonModuleAsync("grpc");
        using var descriptors = new DescriptorSetFile(EchoReflection.Descriptor);
        var scenarios = await GrpcPeer.PythonAsync("grpc_python_client.py", Authority, descriptors.Path, Limit);

        AssertCommon(scenarios);
        AssertNativeOnly(scenarios);
        await _host.Probe.Cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Connect_s_grpc_web_transport_is_served_over_http_1()
    {
        GrpcPeer.SkipWithoutNodePackage("@connectrpc/connect-web");
        using var descriptors = new DescriptorSetFile(EchoReflection.Descriptor);
        var scenarios = await GrpcPeer.NodeAsync("grpc-web-client.mjs", _host.WebAddress, descriptors.Path, Limit);

        AssertCommon(scenarios);
        var late = scenarios["stream-status"];
        Assert.Equal((9, "late", 2), (Code(late), Text(late, "details"), Number(late, "count")));
        Assert.Equal("two words", Text(scenarios["metadata"], "trailer"));
        await _host.Probe.Cancelled.Task.WaitAsync(TestContext.Current.CancellationToken);
    }

    private string Authority => new Uri(_host.Address).Authority;

    private static void AssertCommon(Dictionary<string, JsonElement> scenarios)
    {
        Assert.Equal((0, "søvn", 2), (Code(scenarios["unary"]), Text(scenarios["unary"], "text"), Number(scenarios["unary"], "bytes")));
        Assert.Equal((0, 500), (Code(scenarios["stream"]), Number(scenarios["stream"], "count")));
        Assert.Equal((9, "Bett 4: 100 % Ölverlust 睡眠"), (Code(scenarios["status"]), Text(scenarios["status"], "details")));
        Assert.Equal("asked", Text(scenarios["status"], "trailer"));
        Assert.Equal((2, "Exception was thrown by handler."), (Code(scenarios["exception"]), Text(scenarios["exception"], "details")));
        Assert.Equal((0, "two words"), (Code(scenarios["metadata"]), Text(scenarios["metadata"], "header")));
        Assert.Equal(4, Code(scenarios["deadline"]));
        Assert.Equal((0, EchoHost.LimitBytes - 4), (Code(scenarios["at-limit"]), Number(scenarios["at-limit"], "bytes")));
        Assert.Equal(
            (8, "Received message of 65537 bytes exceeds the limit of 65536 bytes."),
            (Code(scenarios["beyond-limit"]), Text(scenarios["beyond-limit"], "details")));
        Assert.Equal((1, 1), (Code(scenarios["cancel"]), Number(scenarios["cancel"], "count")));
    }

    private static void AssertNativeOnly(Dictionary<string, JsonElement> scenarios)
    {
        Assert.Equal("00ff", Text(scenarios["status"], "binary"));
        Assert.Equal("0001feff", Text(scenarios["metadata"], "headerBinary"));
        Assert.Equal((4, 1), (Code(scenarios["stream-deadline"]), Number(scenarios["stream-deadline"], "count")));
        Assert.Equal((0, 50_000), (Code(scenarios["gzip"]), Text(scenarios["gzip"], "text").Length));
        Assert.Equal((0, "abc", 3), (Code(scenarios["gather"]), Text(scenarios["gather"], "text"), Number(scenarios["gather"], "count")));
        Assert.Equal((9, "enough"), (Code(scenarios["gather-status"]), Text(scenarios["gather-status"], "details")));
        Assert.Equal((0, "a0 b1 c2"), (Code(scenarios["chat"]), Text(scenarios["chat"], "text")));
        Assert.Equal((0, "bye0"), (Code(scenarios["chat-left"]), Text(scenarios["chat-left"], "text")));
        Assert.Equal(8, Code(scenarios["chat-beyond-limit"]));
    }

    private static int Code(JsonElement scenario) => Number(scenario, "code");

    private static int Number(JsonElement scenario, string name) => scenario.GetProperty(name).GetInt32();

    private static string Text(JsonElement scenario, string name) => scenario.GetProperty(name).GetString() ?? "";
}
