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
        await TrainingProcess.DoneAsync("simulate", "--layout", layout, "--subjects", "3", "--hours", "0.1", "--output", data);
        var imported = await TrainingProcess.DoneAsync("import", "--layout", layout, data, "--output", cache, "--trim-wake", "2", "--strict", "--verify");
        Assert.Contains("0 not imported", imported, StringComparison.Ordinal);
        var trained = await TrainingProcess.DoneAsync(
            "train", "--data", cache, "--steps", "1", "--batch", "2", "--pool", "1", "--provider", "cpu", "--output", model);
        Assert.Contains($"simulated (miniature of {layout}) (split seed 1): 1 subject in", trained, StringComparison.Ordinal);
        var evaluated = await TrainingProcess.DoneAsync("evaluate", "--data", cache, "--model", model);
        Assert.Contains("FINAL", evaluated, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_few_people_to_split_can_be_measured_on_all_together()
    {
        var (data, cache, model) = (At("data"), At("cache"), Repository.At("deploy/models/stagenet-2"));
        await TrainingProcess.DoneAsync("simulate", "--layout", "isruc", "--subjects", "2", "--hours", "0.1", "--output", data);
        await TrainingProcess.DoneAsync("import", "--layout", "isruc", data, "--output", cache);
        Assert.Contains(
            "needs at least 3 subjects; there are 2. --all-subjects measures on everybody",
            await TrainingProcess.RefusedAsync("evaluate", "--data", cache, "--model", model), StringComparison.Ordinal);
        await TrainingProcess.DoneAsync("evaluate", "--data", cache, "--all-subjects", "--model", model);
    }

    [Fact]
    public async Task Subjects_a_model_has_learnt_from_are_named_and_kept_off_its_card()
    {
        var (data, cache, model, report) = (At("data"), At("cache"), At("model"), At("report"));
        await TrainingProcess.DoneAsync("simulate", "--layout", "isruc", "--subjects", "3", "--hours", "0.1", "--output", data);
        await TrainingProcess.DoneAsync("import", "--layout", "isruc", data, "--output", cache);
        var trained = await TrainingProcess.DoneAsync("train", "--data", cache, "--steps", "1", "--batch", "2", "--pool", "1", "--provider", "cpu", "--output", model);
        Assert.Contains("1 calibration subject", trained, StringComparison.Ordinal);
        var test = await TrainingProcess.DoneAsync("evaluate", "--data", cache, "--model", model, "--output", report);
        Assert.DoesNotContain("trained this model", test, StringComparison.Ordinal);
        await TrainingProcess.DoneAsync("card", "--model", model, "--report", Path.Combine(report, "report.json"));
        var card = await File.ReadAllTextAsync(Path.Combine(model, "card.md"), TestContext.Current.CancellationToken);
        Assert.StartsWith("# model, version 1", card, StringComparison.Ordinal); // by the folder: no run is a seed of the served model unless it says so
        Assert.Contains("**simulated (miniature of isruc), test subjects, as recorded**", card, StringComparison.Ordinal);
        Assert.Contains("Imported nights, simulated (miniature of isruc)", card, StringComparison.Ordinal);
        Assert.Contains("Simulated data proves the machinery", card, StringComparison.Ordinal);
        await TrainingProcess.DoneAsync("export-dataset", "--data", cache, "--epochs-per-night", "1", "--preset", "clinical-448", "--output", At("pictures"));
        var readme = await File.ReadAllTextAsync(Path.Combine(At("pictures"), "README.md"), TestContext.Current.CancellationToken);
        Assert.Contains("Source: simulated (miniature of isruc)", readme, StringComparison.Ordinal);
        Assert.Contains("Simulated data proves the machinery", readme, StringComparison.Ordinal);
        const string Known = "1 of 3 subjects trained this model, 1 calibrated it";
        string[] all = ["evaluate", "--data", cache, "--all-subjects", "--model", model];
        Assert.Contains(Known, await TrainingProcess.DoneAsync([.. all, "--output", report]), StringComparison.Ordinal);
        Assert.Contains(Known, await File.ReadAllTextAsync(Path.Combine(report, "report.md"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Contains(Known, await TrainingProcess.RefusedAsync("card", "--model", model, "--report", Path.Combine(report, "report.json")), StringComparison.Ordinal);
        Assert.Contains(Known, await TrainingProcess.RefusedAsync([.. all, "--record", "isruc"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_calibrated_on_imported_nights_is_calibrated_anew_on_the_same_people_alone()
    {
        var (data, cache, model) = (At("data"), At("cache"), At("model"));
        await TrainingProcess.DoneAsync("simulate", "--layout", "isruc", "--subjects", "3", "--hours", "0.1", "--output", data);
        await TrainingProcess.DoneAsync("import", "--layout", "isruc", data, "--output", cache);
        await TrainingProcess.DoneAsync("train", "--data", cache, "--steps", "1", "--batch", "2", "--pool", "1", "--provider", "cpu", "--output", model);
        var manifest = await File.ReadAllTextAsync(Path.Combine(model, "manifest.json"), TestContext.Current.CancellationToken);
        Assert.Contains(
            "was calibrated on people of simulated (miniature of isruc), not on simulated subjects; name the caches of its training with --data.",
            await TrainingProcess.RefusedAsync("calibrate", "--model", model), StringComparison.Ordinal);
        Assert.Contains("--subjects is for simulated subjects", await TrainingProcess.RefusedAsync("calibrate", "--model", model, "--data", cache, "--subjects", "2"), StringComparison.Ordinal);
        await TrainingProcess.DoneAsync("calibrate", "--model", model, "--data", cache);
        Assert.Equal(manifest, await File.ReadAllTextAsync(Path.Combine(model, "manifest.json"), TestContext.Current.CancellationToken));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string At(string name) => Path.Combine(_folder, name);
}
