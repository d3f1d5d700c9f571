using System.Text.Json;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Clients of other makers call every method of the public contract against a running service.</summary>
public sealed class SleepMonitorPeersTests : IAsyncLifetime
{
    private const int Epochs = 3;
    private const string Bed = "peer";

    private const int NotFound = 5;

    private static readonly string[] Built =
    [
        "ListBeds", "ListNights", "GetNight", "GetWaveform", "GetEpochImage", "Explain", "ReviewQueue", "Override", "MarkLights", "AddNote", "ExportNight", "ImportOverrides",
        "SignNight", "AddMark", "GetCalibration",
    ];

    private readonly TestStudy _study = new(Epochs * 30, seed: 77);
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync(Bed, _study);
        await _host.EndedNightAsync(_study.Id);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Grpc_js_calls_every_method()
    {
        GrpcPeer.SkipWithoutNodePackage("@grpc/grpc-js");
        var authority = new Uri(_host.Address).Authority;
        AssertEveryMethod(await GrpcPeer.NodeAsync("sleep-monitor-client.mjs", "grpc", authority, GrpcPeer.Protos, "lab", Bed));
    }

    [Fact]
    public async Task Connect_s_grpc_web_transport_calls_every_method()
    {
        GrpcPeer.SkipWithoutNodePackage("@connectrpc/connect-web");
        using var descriptors = new DescriptorSetFile(MonitorReflection.Descriptor);
        AssertEveryMethod(await GrpcPeer.NodeAsync("sleep-monitor-client.mjs", "web", _host.WebAddress, descriptors.Path, "lab", Bed));
    }

    private void AssertEveryMethod(Dictionary<string, JsonElement> scenarios)
    {
        Assert.Empty(SleepMonitor.Descriptor.Methods.Select(method => method.Name).Except(scenarios.Keys));
        var watched = scenarios["Watch"].GetProperty("seen").EnumerateArray().Select(item => item.GetString()).ToArray();
        Assert.Equal(1, Code(scenarios["Watch"]));
        Assert.All(Built, method => Assert.True(Code(scenarios[method]) == 0, scenarios[method].GetRawText()));
        Assert.Equal("snapshotBegin", watched[0]);
        Assert.Contains("snapshotNight", watched);
        Assert.Equal("heartbeat", watched[^1]);
        Assert.Equal(Bed, scenarios["ListNights"].GetProperty("beds")[0].GetString());
        Assert.Equal(Bed, scenarios["ListBeds"].GetProperty("beds")[0].GetString());
        Assert.Equal(Epochs, scenarios["GetNight"].GetProperty("reports").GetInt32());
        Assert.Equal(_study.Id, scenarios["GetNight"].GetProperty("studyId").GetString());
        Assert.Equal(_study.Descriptor.Channels.Count, scenarios["GetWaveform"].GetProperty("traces").GetInt32());
        Assert.Equal("PNG", scenarios["GetEpochImage"].GetProperty("png").GetString());
        Assert.Equal("interop", scenarios["Override"].GetProperty("author").GetString());
        Assert.Equal(0, scenarios["Override"].GetProperty("epoch").GetInt32());
        Assert.False(scenarios["MarkLights"].GetProperty("on").GetBoolean());
        Assert.Equal("pære", scenarios["AddNote"].GetProperty("text").GetString());
        Assert.Equal(("interop", Epochs - 1), (scenarios["SignNight"].GetProperty("author").GetString(), scenarios["SignNight"].GetProperty("last").GetInt32()));
        Assert.Equal(8.5, scenarios["AddMark"].GetProperty("pressure").GetDouble());
        Assert.Equal(6, scenarios["GetCalibration"].GetProperty("steps").GetInt32());
        Assert.Equal(NotFound, Code(scenarios["AcknowledgeAdvisory"])); // there is none
        Assert.All(scenarios.Where(scenario => scenario.Key.StartsWith("nonsense", StringComparison.Ordinal)), AssertRefusedWithReason);
    }

    private static void AssertRefusedWithReason(KeyValuePair<string, JsonElement> scenario)
    {
        Assert.Equal(3, Code(scenario.Value));
        Assert.NotEqual("", scenario.Value.GetProperty("details").GetString());
    }

    private static int Code(JsonElement scenario) => scenario.GetProperty("code").GetInt32();
}
