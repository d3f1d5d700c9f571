using System.Diagnostics;

namespace Streaming.Tests;

/// <summary>A program of ours as people start it.</summary>
internal static class ProgramProcess
{
    /// <param name="program">By its project's name.</param>
    /// <param name="words">The command line.</param>
    public static async Task<(int Status, string Output, string Error)> RunAsync(string program, params string[] words)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, $"{program}.dll"), .. words];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
