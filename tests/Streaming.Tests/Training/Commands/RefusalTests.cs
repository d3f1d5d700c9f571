using Streaming.Training.Commands;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Commands;

/// <summary>What cannot be done is said in a line that names option, value and limit, or the file.</summary>
public sealed class RefusalTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("refusals").FullName;

    [Theory]
    [InlineData("train --output DIR/new --steps 0", "--steps is 0; it must be 1 or more.")]
    [InlineData("train --output DIR/new --validation 0", "--validation is 0; it must be 1 or more.")]
    [InlineData("train --output DIR/new --minutes -1", "--minutes is -1; it must be above 0.")]
    [InlineData("train --output DIR/new --resume --overwrite", "--resume and --overwrite exclude each other.")]
    [InlineData("evaluate simulated --subjects 0 --model MODEL", "--subjects is 0; it must be 1 or more.")]
    [InlineData("evaluate simulated --threads 0 --model MODEL", "--threads is 0; it must be 1 to 256.")]
    [InlineData("evaluate simulated --model MODEL --model MODEL/", "stagenet-2 is given more than once; name each bundle once.")]
    [InlineData("evaluate simulated --output DIR/file --model MODEL", "file is a file; name a folder.")]
    [InlineData("calibrate --subjects 0 --model MODEL", "--subjects is 0; it must be 1 or more.")]
    [InlineData("calibrate --data DIR --model MODEL", "was not calibrated on imported nights; leave it out")]
    [InlineData("calibrate --split-seed 2 --model MODEL", "--split-seed is for --spectra; name the folder with it.")]
    [InlineData("calibrate --spectra DIR --model MODEL", "band-powers.csv.gz")]
    [InlineData("export-dataset --subjects 0 --output DIR/new", "--subjects is 0; it must be 1 or more.")]
    [InlineData("export-dataset --epochs-per-night 0 --output DIR/new", "--epochs-per-night is 0; it must be 1 or more.")]
    [InlineData("simulate --hours 0 --output DIR/new", "--hours is 0; it must be above 0, at most 24.")]
    [InlineData("simulate --hours 25 --output DIR/new", "--hours is 25; it must be above 0, at most 24.")]
    [InlineData("evaluate simulated --epochs 2881 --model MODEL", "--epochs is 2881; it must be 1 to 2880.")]
    [InlineData("train --output DIR/new --batch 1025", "--batch is 1025; it must be 1 to 1024.")]
    [InlineData("train --output DIR/new --pool 10001", "--pool is 10001; it must be 1 to 10000.")]
    [InlineData("simulate --subjects 0 --output DIR/new", "--subjects is 0; it must be 1 or more.")]
    [InlineData("simulate --layout isruc --output DIR", "is not empty")]
    [InlineData("train --output DIR/new --preset clinical-448", "--preset is for a network from a file; name it with --from.")]
    [InlineData("train --output DIR/new --rate 7", "--rate is 7; it must be above 0, below 1.")]
    [InlineData("train --output DIR/new --spectra DIR/none", "none/band-powers.csv.gz")]
    [InlineData("train --output DIR/new --spectra DIR --spectra-share 0", "--spectra-share is 0; it must be above 0 to 1.")]
    [InlineData("train --output DIR/new --begin DIR", "cannot be gone on from: it holds no run, and no bundle that can be used.")]
    [InlineData("evaluate --spectra DIR/none --model MODEL", "none/band-powers.csv.gz")]
    [InlineData("evaluate --waves scored --model MODEL", "--waves is for --spectra; name the folder with it.")]
    [InlineData("train --output DIR/new --spectra-share 0.5", "--spectra-share is for --spectra; name the folder with it.")]
    [InlineData("score DIR --model MODEL", "is a folder; name the recording in it.")]
    [InlineData("train --output DIR/new --seed abc", "--seed 'abc' is not a whole number of 0 or more.")]
    [InlineData("train --output DIR/new --provider x", "--provider 'x' is none of auto, cpu, cuda.")]
    [InlineData("simulate --output DIR/new --layout foo", "--layout: Argument 'foo' not recognized.")]
    [InlineData("import --layout edf DIR --output DIR/new --subject (", "--subject is no regular expression: Invalid pattern '(' at offset 1. Not enough )'s.")]
    [InlineData("import --layout edf DIR --output DIR/new --subject P[0-9]+", "--subject is 'P[0-9]+': it has no group in parentheses for the subject")]
    [InlineData("import --layout shhs DIR --output DIR/new --subject (P)", "--subject is for --layout edf; shhs has its subjects in the files' names.")]
    [InlineData("train --output DIR/new --data DIR --subjects 5", "--subjects is for simulated nights, not for those of --data.")]
    [InlineData("train --output DIR/new --data DIR --validation 5", "--validation is for simulated nights, not for those of --data.")]
    [InlineData("train --output DIR/new --data DIR --spectra DIR", "--spectra is for simulated nights, not for those of --data.")]
    [InlineData("train --output DIR/new --split-seed 5", "--split-seed is for --data or --spectra; name a folder with one of them.")]
    [InlineData("train --output DIR/new --steps 5 --minutes 5", "--steps and --minutes exclude each other: each is the length of the run.")]
    [InlineData("train --output DIR/new --teacher-share 0.5", "--teacher-share is for --teacher; name a bundle with it.")]
    [InlineData("train --output DIR/new --from DIR/file --size-of-network small", "--size-of-network is of StageNet, not for --from.")]
    [InlineData("evaluate --data DIR --subjects 5", "--subjects is for simulated subjects, and none are measured; say 'simulated' in place of a recording to measure on them.")]
    [InlineData("evaluate DIR/file --seed 5", "--seed is for simulated subjects, and none are measured")]
    [InlineData("evaluate --all-subjects", "--all-subjects is for --data; name a folder with it.")]
    [InlineData("evaluate simulated --split-seed 5", "--split-seed is for --data or --spectra; name a folder with one of them.")]
    [InlineData("evaluate --data DIR --all-subjects --split-seed 5", "--split-seed is of no use with --all-subjects: nothing is split.")]
    [InlineData("evaluate simulated --map EEG=C4-M1", "--map is for a recording, and none is named.")]
    [InlineData("export-dataset --output DIR/new --data DIR --epochs 5", "--epochs is for simulated subjects, not for the nights of --data.")]
    [InlineData("optimise DIR --variant fp16 --quantise products", "--quantise is for int8, and --variant asks for fp16 alone.")]
    [InlineData("agree --panel DIR/file --results DIR/file", "--results is for STUDY, not for --panel; name the recording.")]
    [InlineData("realism --data DIR --fit DIR/new --recording DIR/file", "--recording is compared, and --fit compares nothing.")]
    [InlineData("quality --map EEG=C4-M1", "--map is for --recording; name a recording with it.")]
    [InlineData("quality --subjects 0", "--subjects is 0, and no --recording is named: there is nothing to judge.")]
    [InlineData("quality --subjects 0 --recording DIR/file --seed 5", "--seed is for simulated nights, and --subjects is 0.")]
    [InlineData("import --output DIR/new --verify --strict", "--strict is for an import, and --verify without DIR imports nothing; name the folder of the data set.")]
    public async Task Refusal_is_a_line_and_nothing_is_written(string line, string reason)
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "file"), "kept", TestContext.Current.CancellationToken);
        var (status, output, error) = await TrainingProcess.RunAsync(
            [.. line.Split(' ').Select(word => word.Replace("DIR", _folder, StringComparison.Ordinal).Replace("MODEL", Repository.At("deploy/models/stagenet-2"), StringComparison.Ordinal))]);
        Assert.Equal(1, status);
        Assert.Contains(reason, error, StringComparison.Ordinal);
        Assert.DoesNotContain("System.", error, StringComparison.Ordinal);
        Assert.True(error.Split('\n').Length <= 3 && output.Length == 0, error + output);
        Assert.Equal("kept", await File.ReadAllTextAsync(Path.Combine(_folder, "file"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Pattern_that_freezes_nothing_is_refused_with_names_that_there_are()
    {
        var output = Path.Combine(_folder, "new");
        var error = await TrainingProcess.RefusedAsync("train", "--freeze", "head*", "--freeze", "sten*", "--steps", "1", "--output", output);
        Assert.Matches("^--freeze 'sten[*]' is the name of none of the network's [0-9]+ parameters; among them are [a-z]", error);
        Assert.False(Directory.Exists(output));
    }

    [Fact]
    public async Task Simulated_night_is_not_replaced_unasked()
    {
        string[] words = ["simulate", "--hours", "0.01", "--output", _folder];
        Assert.Equal(0, (await TrainingProcess.RunAsync(words)).Status);
        var (status, _, error) = await TrainingProcess.RunAsync(words);
        Assert.Equal(1, status);
        Assert.Contains("simulated-aasm-0001.edf is there already", error, StringComparison.Ordinal);
        Assert.Equal(0, (await TrainingProcess.RunAsync([.. words, "--overwrite"])).Status);
    }

    [Fact]
    public void Stop_is_130_and_says_what_is_kept_and_of_several_failures_the_first_counts()
    {
        Assert.Equal(new Failure("Stopped. No report was written.", 130), Failure.Of(new OperationCanceledException(), "evaluate"));
        Assert.Equal(new Failure("Stopped. Said already.", 130), Failure.Of(new OperationCanceledException("Stopped. Said already."), "evaluate"));
        var several = new AggregateException(new OperationCanceledException(), new DatasetException("a.night: damaged"));
        Assert.Equal(new Failure("a.night: damaged", 1), Failure.Of(several, "evaluate"));
        Assert.Null(Failure.Of(new InvalidOperationException("a defect"), "evaluate"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
