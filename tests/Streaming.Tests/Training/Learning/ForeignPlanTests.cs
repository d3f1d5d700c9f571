using Streaming.Scoring;
using Streaming.Tests.Training.Networks.Foreign;
using Streaming.Training.Datasets;
using Streaming.Training.Export;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Tests.Training.Learning;

public sealed class ForeignPlanTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foreign-plan").FullName;

    [Fact]
    public async Task Fine_tuned_network_becomes_a_bundle_that_stages_nights()
    {
        var recipe = new ForeignRecipe { Path = ThirdPartyModels.Orientation, Width = 192, Height = 48, LoraRank = 1 };
        var nights = NightSequence.SimulatedPieces(Split.Training, 1, 1);
        var said = new StringWriter();
        var plan = await ForeignPlan.CreateAsync(recipe, [], 1, nights, said, TestContext.Current.CancellationToken);
        Assert.Contains("(2.7 %)", said.ToString(), StringComparison.Ordinal);
        var options = new TrainerOptions
        {
            Seed = 1, Steps = 2, Subjects = 1, Output = _folder, BatchSize = 8, PoolNights = 1, Recipe = new() { From = recipe },
        };
        var network = await new Trainer(options, plan, nights, TimeProvider.System, TextWriter.Null).RunAsync(TestContext.Current.CancellationToken);
        Assert.Equal(recipe, new CheckpointFile(_folder).ReadState().Recipe.From);
        // Writing a bundle loads it, and calibrates it by staging a night with it.
        var validation = NightSequence.SimulatedNights(Split.Validation, 1, subjects: 1, epochs: 24);
        var bundle = new BundleExport(_folder, validation, TextWriter.Null).Write(network!, TestContext.Current.CancellationToken);
        Assert.Equal(("clinical-448", 192, 48), (bundle.Spec.Preset, bundle.Spec.Width, bundle.Spec.Height));
        Assert.Contains("LoRA of rank 1", bundle.Manifest.Training, StringComparison.Ordinal);
        var taught = network!.State with { Recipe = new() { Teachers = ["x"], TeacherShare = 0.5f }, TaughtBy = [new("a version 1 (11111111)", "Born.")] };
        Assert.Contains("varied; 50 % of each target was the answer of a version 1 (11111111), seed 1.", plan.Statement(taught), StringComparison.Ordinal);
        Assert.Equal([new("a version 1 (11111111)", "Born.")], Ancestor.AllOf(taught)!);
        Assert.Equal(bundle.Identity.Sha256, ModelBundle.Load(_folder).Identity.Sha256);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
