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
        await File.WriteAllTextAsync(stages, "0\n1;30\n", TestContext.Current.CancellationToken);
        Assert.StartsWith($"{stages}: line 2: '1;30' is no stage code", await TrainingProcess.RefusedAsync("score", recording, "--hypnogram", stages, "--model", s_model), StringComparison.Ordinal);
        await File.WriteAllTextAsync(stages, "0\nnonsense\n", TestContext.Current.CancellationToken); // words may be somebody's
        Assert.StartsWith($"{stages}: line 2 is no stage code", await TrainingProcess.RefusedAsync("score", recording, "--hypnogram", stages, "--model", s_model), StringComparison.Ordinal);
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

    [Fact]
    public async Task Every_page_of_20_s_is_read_widened_as_an_import_has_it()
    {
        Assert.Equal(0, (await TrainingProcess.RunAsync("simulate", "--layout", "mass", "--subjects", "2", "--hours", "0.25", "--output", At("mass"))).Status);
        var (recording, cache, csv) = (At("mass/SS2/01-02-0002 PSG.edf"), At("cache"), At("pages.csv"));
        string[] maps = ["--map", "EOG Left Horiz=E1", "--map", "EOG Right Horiz=E2"]; // as the import of MASS has them
        var (status, said, error) = await TrainingProcess.RunAsync(["score", recording, "--model", s_model, "--pages", "--output", csv, .. maps]);
        Assert.True(status == 0, error);
        Assert.Contains("each is read with 5 s more either side", error, StringComparison.Ordinal);
        string[][] pages = [.. (await File.ReadAllLinesAsync(csv, TestContext.Current.CancellationToken)).Skip(1).Select(line => line.Split(','))];
        Assert.StartsWith($"{pages.Length} pages by stagenet-2 version ", said, StringComparison.Ordinal);
        // The first annotation is at 8.142 s, and 900 s hold 44 pages with 5 s more either side.
        Assert.Equal(Enumerable.Range(0, 44).Select(page => $"{page} {8142 + 20_000 * page}"), pages.Select(page => $"{page[0]} {Math.Round(1000 * double.Parse(page[1]))}"));
        var whole = await TrainingProcess.DoneAsync(["score", recording, "--model", s_model, "--output", At("epochs.csv"), .. maps]);
        Assert.Equal(said.Split('\n')[1..], whole.Split('\n')[1..]); // how well is judged by page, whatever is written
        Assert.Equal(900 / 30 - 1, (await File.ReadAllLinesAsync(At("epochs.csv"), TestContext.Current.CancellationToken)).Length - 1);
        await TrainingProcess.DoneAsync("import", "--layout", "mass", At("mass"), "--output", cache);
        File.Delete(Directory.GetFiles(cache, "01-01-*.night", SearchOption.AllDirectories).Single());
        var imported = await TrainingProcess.DoneAsync("evaluate", "--data", cache, "--all-subjects", "--model", s_model);
        var single = await TrainingProcess.DoneAsync(["evaluate", recording, "--model", s_model, .. maps]);
        Assert.Equal(2, Figures(imported).Count());
        Assert.Equal(Figures(imported), Figures(single));
        Assert.Contains("--pages is for stages of pages of 20 s; ", await TrainingProcess.RefusedAsync("score", At("mass/SS1/01-01-0001 PSG.edf"), "--pages", "--model", s_model), StringComparison.Ordinal);
        File.WriteAllText(At("live.csv"), "site,bed,epoch,revision,stage\nlab,bed,0,FINAL,N2\n");
        Assert.Contains($"Offline every page is read widened: score '{recording}'", (await TrainingProcess.RunAsync("agree", recording, "--results", At("live.csv"))).Error, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Figures(string told) => told.Split('\n').Where(line => line.Contains("kappa=", StringComparison.Ordinal)).Select(line => line[line.IndexOf("kappa=", StringComparison.Ordinal)..]);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string path) => Path.Combine(_folder, path);
}
