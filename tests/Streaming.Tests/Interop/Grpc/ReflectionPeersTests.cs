using System.Text.Json;
using Streaming.Service.Access;
using Streaming.Tests.Service;
using Streaming.Tests.Service.Access;
using Streaming.V1;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Another maker's reflection client learns the contract from a running service, and calls it with nothing else.</summary>
public sealed class ReflectionPeersTests
{
    private const string Package = "grpc-js-reflection-client";

    [Fact]
    public async Task Reflection_client_learns_the_contract_and_calls_by_it()
    {
        GrpcPeer.SkipWithoutNodePackage(Package);
        await using var guarded = await GuardedHost.StartAsync("Serving:Reflection=true");
        var told = await GrpcPeer.NodeAsync("reflection-client.mjs", new Uri(guarded.Host.Address).Authority, guarded.Issue(Role.Viewer));
        foreach (var version in (string[])["v1", "v1alpha"])
        {
            Assert.Equal(["grpc.health.v1.Health", "streaming.v1.SleepMonitor"], Words(told[$"{version}/services"], "services"));
            Assert.Equal(SleepMonitor.Descriptor.Methods.Select(method => method.Name).Order(), Words(told[$"{version}/methods"], "methods"));
            Assert.Equal(["bed-1", "bed-2"], Words(told[$"{version}/call"], "beds"));
            Assert.Contains("HealthCheckRequest", Words(told[$"{version}/file"], "packages"));
            Assert.Contains("no symbol 'streaming.v1.Nothing'", told[$"{version}/unknown"].GetProperty("error").GetString());
        }
    }

    [Fact]
    public async Task Without_a_token_nothing_is_told()
    {
        GrpcPeer.SkipWithoutNodePackage(Package);
        await using var guarded = await GuardedHost.StartAsync("Serving:Reflection=true");
        var told = await GrpcPeer.NodeAsync("reflection-client.mjs", new Uri(guarded.Host.Address).Authority);
        Assert.All(told, answer => Assert.Contains("UNAUTHENTICATED", answer.Value.GetProperty("error").GetString()));
    }

    [Fact]
    public async Task Reflection_is_off_unless_asked_for()
    {
        GrpcPeer.SkipWithoutNodePackage(Package);
        await using var host = await ServiceHost.StartAsync();
        var told = await GrpcPeer.NodeAsync("reflection-client.mjs", new Uri(host.Address).Authority);
        Assert.All(told, answer => Assert.Contains("UNIMPLEMENTED", answer.Value.GetProperty("error").GetString()));
    }

    private static string[] Words(JsonElement answer, string name) => answer.TryGetProperty(name, out var words)
        ? [.. words.EnumerateArray().Select(word => word.GetString()!).Order(StringComparer.Ordinal)]
        : throw new InvalidOperationException(answer.GetRawText());
}
