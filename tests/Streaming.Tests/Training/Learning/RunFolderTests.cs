using Streaming.Tests.Training.Datasets.Import;
using Streaming.Training.Datasets;
using Streaming.Training.Learning;

namespace Streaming.Tests.Training.Learning;

/// <summary>A folder that holds a run, met by the commands that people type.</summary>
public sealed class RunFolderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("run-folder").FullName;

    [Fact]
    public async Task Finished_run_is_neither_begun_again_nor_calibrated_again()
    {
        string[] words = ["train", "--output", _folder, "--steps", "1", "--subjects", "1", "--batch", "2", "--pool", "1", "--validation", "1", "--provider", "cpu"];
        Assert.Equal(0, (await TrainingProcess.RunAsync(words)).Status);
        var card = Path.Combine(_folder, "card.md");
        await File.AppendAllTextAsync(card, "measured", TestContext.Current.CancellationToken);
        var before = Contents();
        var (status, _, error) = await TrainingProcess.RunAsync(words);
        Assert.Equal(1, status);
        Assert.Contains("holds a run of 2 steps; go on with --resume, choose another folder, or --overwrite.", error, StringComparison.Ordinal);
        var (resumed, said, _) = await TrainingProcess.RunAsync([.. words, "--resume"]);
        Assert.Equal(0, resumed);
        Assert.Contains("finished at step 2", said, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        File.Delete(card);
        Assert.Equal(0, (await TrainingProcess.RunAsync([.. words, "--resume"])).Status);
        Assert.True(File.Exists(card));
        var needed = await TrainingProcess.RunAsync([.. words, "--overwrite", "--begin", _folder]);
        Assert.Contains("--overwrite would take away", needed.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Start_that_is_refused_at_the_first_night_leaves_the_run_that_was_there_whole()
    {
        using var miniature = new MiniatureFolder("sleep-edf", subjects: 3);
        miniature.Import();
        foreach (var path in Directory.GetFiles(miniature.CacheFolder, "*.night", SearchOption.AllDirectories)) Damage(path);
        WriteOlder();
        var before = Contents();
        var error = await TrainingProcess.RefusedAsync("train", "--output", _folder, "--overwrite", "--data", miniature.CacheFolder, "--steps", "1", "--pool", "1", "--provider", "cpu");
        Assert.Contains("the samples do not match their checksum", error, StringComparison.Ordinal);
        Assert.Equal(before, Contents());
    }

    [Fact]
    public async Task Older_run_is_whole_until_the_first_step_is_done_then_nothing_of_it_stays_and_all_else_does()
    {
        WriteOlder();
        Assert.Equal("a checkpoint that cannot be read;", new RunFolder(_folder).Holds());
        var (before, log) = (Contents(), new StringWriter());
        var options = new TrainerOptions { Seed = 5, Steps = 1, Subjects = 1, Output = _folder, BatchSize = 2, PoolNights = 1, CheckpointSteps = 1000, Overwrite = true };
        Task<TrainedNetwork?> RunAsync(CancellationToken stop) =>
            new Trainer(options, StageNetPlan.Create(), NightSequence.SimulatedPieces(Split.Training, 5, 1), TimeProvider.System, log).RunAsync(stop);
        Assert.Null(await RunAsync(new CancellationToken(canceled: true)));
        Assert.Contains($"stopped before the first step; what {_folder} held is as it was", log.ToString(), StringComparison.Ordinal);
        Assert.Equal(before, Contents());
        Assert.NotNull(await RunAsync(TestContext.Current.CancellationToken));
        Assert.Equal(["checkpoint.bin", "notes.txt"], Directory.GetFiles(_folder).Select(Path.GetFileName).Order());
        Assert.Equal((1, 1L), CheckpointFile.Place(_folder));
        Assert.Null(new RunFolder(Path.Combine(_folder, "none")).Holds());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // A bundle with a variant, half a checkpoint that was stopped, and what is nobody's.
    private void WriteOlder()
    {
        foreach (var name in (string[])["checkpoint.bin", "checkpoint.bin.new", "model.onnx", "model.int8.onnx", "manifest.json", "card.md", "notes.txt"])
            File.WriteAllText(Path.Combine(_folder, name), "x");
    }

    private static void Damage(string night)
    {
        using var file = File.Open(night, FileMode.Open);
        file.Position = 1000;
        var was = file.ReadByte();
        file.Position = 1000;
        file.WriteByte((byte)(was ^ 1));
    }

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder).ToDictionary(path => path, path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
