using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Interop.Proxy;

/// <summary>A folder with one of docs/examples and what it needs, as its first lines say. Skips the test where that is not installed.</summary>
internal sealed class ExampleFolder : IDisposable
{
    private ExampleFolder(string path) => Path = path;

    public string Path { get; }

    public static async Task<ExampleFolder> MakeAsync(string example)
    {
        var modules = Repository.At("tests", "Streaming.Tests", "Interop", "peers", "node_modules");
        if (MosquittoBroker.FindProgram("protoc") is null) Assert.Skip("protoc is not installed: bash deploy/prerequisites.sh --tests");
        if (!Directory.Exists(modules)) Assert.Skip("npm packages of the peers are not installed: npm ci in tests/Streaming.Tests/Interop/peers");
        var folder = new ExampleFolder(Directory.CreateTempSubdirectory("streaming-example-").FullName);
        File.Copy(Repository.At("docs", "examples", example), System.IO.Path.Combine(folder.Path, example));
        Directory.CreateSymbolicLink(System.IO.Path.Combine(folder.Path, "node_modules"), modules);
        await using var protoc = PeerProcess.Start(
            "protoc", "-I", Repository.At("protos"), $"--python_out={folder.Path}", "streaming/v1/ingest.proto", "streaming/v1/monitor.proto");
        Assert.Equal(0, (await protoc.FinishAsync(TestContext.Current.CancellationToken)).Status);
        return folder;
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
