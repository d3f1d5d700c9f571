using System.Diagnostics;

namespace Streaming.Tests.Training;

/// <summary>The offline module as people start it.</summary>
internal static class TrainingProcess
{
    public static async Task<(int Status, string Output, string Error)> RunAsync(params string[] words)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "Streaming.Training.dll"), .. words];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output, await error);
    }
}
