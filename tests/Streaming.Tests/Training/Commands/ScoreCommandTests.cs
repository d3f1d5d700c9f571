using Streaming.Tests.Training.Datasets.Import;

namespace Streaming.Tests.Training.Commands;

/// <summary><c>score</c> on a data set in miniature, its stages in texts beside the recording.</summary>
public sealed class ScoreCommandTests : IDisposable
{
    private static readonly string s_model = Repository.At("deploy/models/stagenet-2");
    private readonly string _folder = Directory.CreateTempSubdirectory("score-command").FullName;

    [Fact]
    public async Task Text_of_stages_is_held_against_and_the_file_at_fault_is_named()
    {
        Assert.Equal(0, (await TrainingProcess.RunAsync("simulate", "--layout", "isruc", "--hours", "0.1", "--output", _folder)).Status);
        var (recording, stages, csv) = (At("subgroupI/1/1.rec"), At("subgroupI/1/1_1.txt"), At("new/night.csv"));
        var (status, said, error) = await TrainingProcess.RunAsync("score", recording, "--hypnogram", stages, "--model", s_model, "--output", csv);
        Assert.True(status == 0, error);
        var lines = said.Split('\n');
        Assert.StartsWith("12 epochs by stagenet-2 version ", lines[0], StringComparison.Ordinal);
        Assert.Contains("automatic, unreviewed; rows: Frontal F4-M1, Central C4-M1", lines[0], StringComparison.Ordinal);
        Assert.EndsWith($"written: {csv}", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("FINAL accuracy=", lines[1], StringComparison.Ordinal);
        Assert.Equal(13, (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Length);
        await File.WriteAllTextAsync(stages, "0\nnonsense\n", TestContext.Current.CancellationToken);
        Assert.StartsWith($"{stages}: line 2: 'nonsense'", (await TrainingProcess.RefusedAsync("score", recording, "--hypnogram", stages, "--model", s_model)), StringComparison.Ordinal);
        Assert.Contains("/dev/full", await TrainingProcess.RefusedAsync("score", recording, "--model", s_model, "--output", "/dev/full"), StringComparison.Ordinal);
        await using (var cut = File.OpenWrite(recording)) cut.SetLength(40_000);
        Assert.Contains("1.rec: no whole epoch: it holds", await TrainingProcess.RefusedAsync("score", recording, "--model", s_model), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Recording_without_EEG_pages_of_20_s_and_a_file_passed_over_are_named()
    {
        var recording = At("eyes.edf");
        SmallRecording.Write(recording, 120, SmallRecording.Pages(20, "W", "N1", "N2", "N3", "R", "W"), ["E1-M2", "E2-M2", "Chin1-Chin2"]);
        SmallRecording.Write(At("eyes-Hypnogram.edf"), 10, SmallRecording.Pages(30, "W"));
        var (status, _, error) = await TrainingProcess.RunAsync("score", recording, "--model", s_model);
        Assert.True(status == 0, error);
        Assert.Contains("No EEG derivation can be formed: the stages rest on eye and chin channels alone", error, StringComparison.Ordinal);
        Assert.Contains("The stages are of pages of 20 s", error, StringComparison.Ordinal);
        Assert.Contains("The recording's own stages are used; 'eyes-Hypnogram.edf' beside it is not.", error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, path);
}
