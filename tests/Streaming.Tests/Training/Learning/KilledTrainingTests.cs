using System.Diagnostics;
using Streaming.Training.Datasets;
using Streaming.Training.Learning;

namespace Streaming.Tests.Training.Learning;

/// <summary>A training run as people start it, killed without warning.</summary>
[Trait("Category", "Long")]
public sealed class KilledTrainingTests : IDisposable
{
    private const int Steps = 6;
    private readonly string _folder = Directory.CreateTempSubdirectory("killed-training").FullName;

    [Fact]
    public async Task Process_killed_at_any_step_resumes_and_ends_with_the_weights_of_a_run_left_alone()
    {
        var whole = await TrainAsync("whole", resume: false);
        await KilledAsync("killed", atStep: 2); // in the first phase
        await KilledAsync("killed", atStep: 8, "--resume"); // in the second
        var parts = await TrainAsync("killed", resume: true);
        Assert.Equal(whole.Parameters, parts.Parameters);
        Assert.Equal([Steps, Steps], parts.State.Steps);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Kills the process when the checkpoint has been replaced so often in this and earlier runs together.</summary>
    private async Task KilledAsync(string name, int atStep, params string[] more)
    {
        string[] arguments =
        [
            Path.Combine(AppContext.BaseDirectory, "Streaming.Training.dll"), "train", "--output", Path.Combine(_folder, name), "--seed", "5",
            "--steps", $"{Steps}", "--subjects", "1", "--batch", "2", "--pool", "1", "--provider", "cpu", "--checkpoint-steps", "1", .. more,
        ];
        using var folder = new FileSystemWatcher(Directory.CreateDirectory(Path.Combine(_folder, name)).FullName);
        using var process = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true })!;
        try
        {
            while (StepsKept(name) < atStep && !process.HasExited)
                await Task.Run(() => folder.WaitForChanged(WatcherChangeTypes.All, 1000), TestContext.Current.CancellationToken);
        }
        finally
        {
            process.Kill();
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }
        Assert.True(StepsKept(name) >= atStep, "the process ended by itself");
    }

    // Read as anyone may at any moment: the file is always whole.
    private int StepsKept(string name)
    {
        if (!File.Exists(Path.Combine(_folder, name, "checkpoint.bin"))) return 0;
        var (phase, step) = CheckpointFile.Place(Path.Combine(_folder, name));
        return (phase * Steps) + (int)step;
    }

    private async Task<TrainedNetwork> TrainAsync(string name, bool resume)
    {
        var options = new TrainerOptions
        {
            Seed = 5,
            Steps = Steps,
            Subjects = 1,
            Output = Path.Combine(_folder, name),
            Resume = resume,
            BatchSize = 2,
            PoolNights = 1,
        };
        var nights = NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects);
        var trainer = new Trainer(options, StageNetPlan.Create(), nights, TimeProvider.System, TextWriter.Null);
        return (await trainer.RunAsync(TestContext.Current.CancellationToken))!;
    }
}
