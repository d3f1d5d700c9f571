using System.Diagnostics;
using Streaming.Training.Datasets.Miniature;

namespace Streaming.Tests.Training.Datasets;

/// <summary>From a data set to an evaluated model by the commands that people type, in miniature.</summary>
public sealed class MiniatureCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("miniature-commands").FullName;

    public static TheoryData<string> AllLayouts() => [.. Miniatures.Names];

    [Theory]
    [MemberData(nameof(AllLayouts))]
    public async Task Simulate_import_train_and_evaluate_work_one_after_the_other(string layout)
    {
        var (data, cache, model) = (At("data"), At("cache"), At("model"));
        await RunAsync("simulate", "--layout", layout, "--subjects", "3", "--hours", "0.1", "--output", data);
        var imported = await RunAsync("import", "--layout", layout, data, "--output", cache, "--trim-wake", "2", "--strict", "--verify");
        Assert.Contains("0 not imported", imported, StringComparison.Ordinal);
        var trained = await RunAsync(
            "train", "--data", cache, "--steps", "1", "--batch", "2", "--pool", "1", "--provider", "cpu", "--output", model);
        Assert.Contains($"{layout} (split seed 1): 1 subject in", trained, StringComparison.Ordinal);
        var evaluated = await RunAsync("evaluate", "--data", cache, "--model", model);
        Assert.Contains("FINAL", evaluated, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);

    private static async Task<string> RunAsync(params string[] words)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "Streaming.Training.dll"), .. words];
        using var process = Process.Start(new ProcessStartInfo("dotnet", all) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{words[0]} ended with {process.ExitCode}: {await error}\n{output}");
        return output;
    }
}
