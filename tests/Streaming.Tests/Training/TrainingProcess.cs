using System.Diagnostics;

namespace Streaming.Tests.Training;

/// <summary>The offline module as people start it.</summary>
internal static class TrainingProcess
{
    /// <summary>What a verb said that did its work.</summary>
    public static async Task<string> DoneAsync(params string[] words)
    {
        var (status, output, error) = await RunAsync(words);
        Assert.True(status == 0, $"{words[0]} ended with {status}: {error}\n{output}");
        return output;
    }

    /// <summary>The reason of one that could not.</summary>
    public static async Task<string> RefusedAsync(params string[] words)
    {
        var (status, output, error) = await RunAsync(words);
        Assert.True(status == 1, $"{words[0]} ended with {status}: {error}\n{output}");
        return error;
    }

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
