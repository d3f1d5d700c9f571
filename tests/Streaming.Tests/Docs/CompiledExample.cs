using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Docs;

/// <summary>A C# example, compiled by the SDK's own compiler against the libraries beside the tests, as a project that refers to the client would be.</summary>
internal static class CompiledExample
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // What Streaming.Client.csproj brings along.
    private static readonly string[] Libraries = ["Streaming.Client", "Streaming.Contracts", "Google.Protobuf", "Grpc", "Streaming.Parts", "Polly", "Microsoft.Extensions"];

    /// <returns>The program, to be run by <c>dotnet exec</c>.</returns>
    public static async Task<string> CompileAsync(string source, string folder, CancellationToken cancellationToken)
    {
        var framework = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        if (Compiler(framework) is not { } compiler)
        {
            Assert.Skip("the .NET SDK is not beside the runtime: no compiler");
            return "";
        }
        var libraries = Directory.GetFiles(AppContext.BaseDirectory, "*.dll").Where(IsBrought).ToList();
        foreach (var library in libraries) File.Copy(library, Path.Combine(folder, Path.GetFileName(library)));
        await File.WriteAllTextAsync(Path.Combine(folder, "Usings.cs"), ImplicitUsings, cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Example.cs"), source, cancellationToken);
        var references = Directory.GetFiles(framework, "*.dll").Where(IsManaged).Concat(libraries).Select(path => $"-r:\"{path}\"");
        await File.WriteAllLinesAsync(
            Path.Combine(folder, "example.rsp"), ["-nologo", "-nullable:enable", "-warnaserror", "-out:Example.dll", .. references, "Usings.cs", "Example.cs"],
            cancellationToken);
        await using var csc = PeerProcess.StartIn(folder, "dotnet", "exec", compiler, "@example.rsp");
        var (status, lines) = await csc.FinishAsync(cancellationToken);
        Assert.True(status == 0, string.Join('\n', lines));
        File.Copy(Path.Combine(AppContext.BaseDirectory, "Streaming.Tests.runtimeconfig.json"), Path.Combine(folder, "Example.runtimeconfig.json"));
        return Path.Combine(folder, "Example.dll");
    }

    private static bool IsBrought(string path) => Libraries.Any(name => Path.GetFileName(path).StartsWith(name, StringComparison.Ordinal));

    private static bool IsManaged(string path) =>
        Path.GetFileName(path) is var name && (name.StartsWith("System", StringComparison.Ordinal) || name is "mscorlib.dll" or "netstandard.dll")
        && !name.Contains(".Native", StringComparison.Ordinal);

    private static string? Compiler(string framework)
    {
        var sdks = new DirectoryInfo(Path.Combine(framework, "..", "..", "..", "sdk"));
        return !sdks.Exists ? null : sdks.GetDirectories().OrderByDescending(sdk => sdk.Name, StringComparer.Ordinal)
            .Select(sdk => Path.Combine(sdk.FullName, "Roslyn", "bincore", "csc.dll")).FirstOrDefault(File.Exists);
    }
}
