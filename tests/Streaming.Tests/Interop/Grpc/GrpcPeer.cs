using System.Diagnostics;
using System.Text.Json;

namespace Streaming.Tests.Interop.Grpc;

/// <summary>Runs a peer of another maker and reads what it prints.</summary>
internal static class GrpcPeer
{
    private const string Python = "/usr/bin/python3";

    private static readonly string Peers = Repository.At("tests", "Streaming.Tests", "Interop", "peers");

    public static string EchoProto { get; } = Repository.At("tests", "Streaming.Tests", "Parts", "Grpc", "echo.proto");

    public static string Protos { get; } = Repository.At("protos");

    public static void SkipWithoutNodePackage(string name)
    {
        if (!Directory.Exists(Path.Combine(Peers, "node_modules", name)))
            Assert.Skip($"npm package {name} is not installed; run npm ci in tests/Streaming.Tests/Interop/peers.");
    }

    public static async Task SkipWithoutPythonModuleAsync(string module)
    {
        if (!File.Exists(Python) || (await RunAsync(Python, ["-c", $"import {module}"])).ExitCode != 0)
            Assert.Skip($"Debian's Python 3 with the module {module} is not installed.");
    }

    public static Process StartNode(string script, params string[] arguments) => Start("node", [Path.Combine(Peers, script), .. arguments]);

    public static Task<Dictionary<string, JsonElement>> NodeAsync(string script, params string[] arguments) =>
        ScenariosAsync("node", [Path.Combine(Peers, script), .. arguments]);

    public static Task<Dictionary<string, JsonElement>> PythonAsync(string script, params string[] arguments) =>
        ScenariosAsync(Python, [Path.Combine(Peers, script), .. arguments]);

    private static async Task<Dictionary<string, JsonElement>> ScenariosAsync(string program, string[] arguments)
    {
        var (exitCode, output, error) = await RunAsync(program, arguments);
        Assert.True(exitCode == 0, $"{Path.GetFileName(arguments[0])} ended with {exitCode}:\n{output}\n{error}");
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonDocument.Parse(line).RootElement)
            .ToDictionary(element => element.GetProperty("scenario").GetString()!);
    }

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(string program, string[] arguments)
    {
        using var process = Start(program, arguments);
        process.StandardInput.Close();
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static Process Start(string program, string[] arguments) => Process.Start(new ProcessStartInfo(program, arguments)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!;
}
