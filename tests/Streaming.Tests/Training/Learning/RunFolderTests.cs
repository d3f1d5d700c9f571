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
    public void Nothing_of_an_earlier_run_stays_and_all_else_does()
    {
        string[] own = ["checkpoint.bin", "checkpoint.bin.new", "model.onnx", "model.int8.onnx", "manifest.json", "card.md"];
        foreach (var name in own.Append("notes.txt")) File.WriteAllText(Path.Combine(_folder, name), "x");
        Assert.Equal("a checkpoint that cannot be read;", new RunFolder(_folder).Holds());
        new RunFolder(_folder).Clear();
        Assert.Equal("notes.txt", Path.GetFileName(Assert.Single(Directory.GetFiles(_folder))));
        Assert.Null(new RunFolder(_folder).Holds());
        Assert.Null(new RunFolder(Path.Combine(_folder, "none")).Holds());
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> Contents() =>
        Directory.GetFiles(_folder).ToDictionary(path => path, path => Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(path))));
}
