using System.Text.Json;
using Streaming.Service.Access;
using Streaming.Tests.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Clients of other makers are refused on every method, with the right status, when their token does not suffice.</summary>
public sealed class AccessPeersTests : IAsyncLifetime
{
    private const int Unauthenticated = 16;
    private const int PermissionDenied = 7;

    private static readonly string[] ForTechnologists =
        ["Override", "MarkLights", "AddNote", "AcknowledgeAdvisory", "ExportNight", "ImportOverrides", "SignNight", "AddMark"];

    private GuardedHost _guarded = null!;

    public async ValueTask InitializeAsync() => _guarded = await GuardedHost.StartAsync("Access:RefusalsPerMinute=1000");

    public ValueTask DisposeAsync() => _guarded.DisposeAsync();

    [Theory]
    [InlineData("grpc")]
    [InlineData("web")]
    public async Task Token_that_does_not_suffice_is_refused_on_every_method(string kind)
    {
        GrpcPeer.SkipWithoutNodePackage(kind == "grpc" ? "@grpc/grpc-js" : "@connectrpc/connect-web");
        var (revoked, id) = _guarded.IssueNamed(Role.Admin);
        _guarded.Store.Revoke(id, TimeProvider.System.GetUtcNow());
        var expired = _guarded.Issue(Role.Admin, expires: TimeProvider.System.GetUtcNow().AddSeconds(-1));
        string[] methods = [.. SleepMonitor.Descriptor.Methods.Select(method => method.Name)];

        foreach (var token in (string[])["", "streaming_unknown", expired, revoked])
            AssertAll(await CallAsync(kind, token), methods, Unauthenticated);
        AssertAll(await CallAsync(kind, _guarded.Issue(Role.Viewer)), ForTechnologists, PermissionDenied);
        string[] ofBeds = ["Watch", "ListBeds", "GetNight", "GetWaveform", "GetEpochImage", "Override", "MarkLights", "AddNote"];
        AssertAll(await CallAsync(kind, _guarded.Issue(Role.Admin, new Scope("lab", "bed-2"))), ofBeds, PermissionDenied);
        Assert.Equal(0, Code((await CallAsync(kind, _guarded.Issue(Role.Technologist)))["Override"]));
    }

    private async Task<Dictionary<string, JsonElement>> CallAsync(string kind, string token)
    {
        using var descriptors = new DescriptorSetFile(MonitorReflection.Descriptor);
        return kind == "grpc"
            ? await GrpcPeer.NodeAsync("sleep-monitor-client.mjs", kind, new Uri(_guarded.Host.Address).Authority, GrpcPeer.Protos, "lab", "bed-1", token)
            : await GrpcPeer.NodeAsync("sleep-monitor-client.mjs", kind, _guarded.Host.WebAddress, descriptors.Path, "lab", "bed-1", token);
    }

    private static void AssertAll(Dictionary<string, JsonElement> answers, string[] methods, int code) => Assert.All(
        methods, method => Assert.True(Code(answers[method]) == code, $"{method}: {answers[method].GetRawText()}"));

    private static int Code(JsonElement answer) => answer.GetProperty("code").GetInt32();
}
