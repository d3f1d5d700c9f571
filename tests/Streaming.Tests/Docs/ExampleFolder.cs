using Streaming.Tests.Interop;
using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Docs;

/// <summary>What an example of docs/examples needs beside it to run as its page says.</summary>
internal static class ExampleFolder
{
    /// <summary>Puts an example into a folder.</summary>
    /// <returns>Its path there.</returns>
    public static string Copy(string folder, string example)
    {
        var path = Path.Combine(folder, example);
        File.Copy(Repository.At("docs", "examples", example), path);
        return path;
    }

    /// <summary>The npm packages; skips the test where they are not installed.</summary>
    public static void LinkPackages(string folder)
    {
        var modules = Repository.At("tests", "Streaming.Tests", "Interop", "peers", "node_modules");
        if (!Directory.Exists(modules)) Assert.Skip("npm packages of the peers are not installed: npm ci in tests/Streaming.Tests/Interop/peers");
        Directory.CreateSymbolicLink(Path.Combine(folder, "node_modules"), modules);
    }

    /// <summary>The contract in Python; skips the test where its compiler is not installed.</summary>
    public static async Task CompileForPythonAsync(string folder)
    {
        if (MosquittoBroker.FindProgram("protoc") is null) Assert.Skip("protoc is not installed: bash deploy/prerequisites.sh --tests");
        await using var protoc = PeerProcess.Start(
            "protoc", "-I", Repository.At("protos"), $"--python_out={folder}", "streaming/v1/ingest.proto", "streaming/v1/monitor.proto");
        Assert.Equal(0, (await protoc.FinishAsync(TestContext.Current.CancellationToken)).Status);
    }
}
