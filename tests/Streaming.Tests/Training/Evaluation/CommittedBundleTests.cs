using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Evaluation;

/// <summary>The bundle that is served by default, on the one real recording there is.</summary>
public sealed class CommittedBundleTests
{
    [Fact]
    public void Manifest_and_what_the_card_says_of_training_are_as_the_program_writes_them()
    {
        var bundle = ModelBundle.Load(Repository.At("deploy", "models", "stagenet-2"));
        Assert.Equal(bundle.Manifest.ToJson(), File.ReadAllText(Path.Combine(bundle.Folder, ModelBundle.ManifestName)));
        var written = CardText.Of(bundle.Manifest);
        Assert.StartsWith(written[..written.IndexOf("## Measured", StringComparison.Ordinal)], bundle.Card, StringComparison.Ordinal);
    }

    [Fact]
    public void Bundle_measures_on_dynamo_what_its_card_says_and_ignores_gain()
    {
        using var stream = File.OpenRead(SharedData.FileOrSkip("dynamo", "dynamo.edf"));
        var study = EdfStudy.From(EdfReader.Open(stream), Guid.Empty, [DerivationMap.Parse("EEG=C4-M1")]);
        var bundle = ModelBundle.Load(Repository.At("deploy", "models", "stagenet-2"));
        var data = new EvaluationData("dynamo", false, "one recording", NightSequence.Of([StagedNight.Of(study, "dynamo")]));
        var run = new EvaluationRun([new NamedBundle("served", bundle)], new EvaluationOptions { Threads = 1 }, TimeProvider.System, TextWriter.Null);
        var measured = Measurements.Of(run.Run([data], TestContext.Current.CancellationToken), "served");
        var changes = measured.Where(figure => figure.Figure.Contains("changed", StringComparison.Ordinal)).ToArray();
        Assert.Equal(2, changes.Length);
        Assert.All(changes, change => Assert.InRange(change.Value, 0, 0.01));
        var kappa = measured.Single(figure => figure.Figure == "FINAL kappa");
        Assert.Equal(167, kappa.Epochs);
        Assert.True(kappa.Low > 0, "not above always answering N2");
        var stated = bundle.Manifest.Agreement.Single(figure => figure.Figure == "FINAL kappa" && !figure.Simulated);
        Assert.Equal(stated.Value, kappa.Value, 0.02); // other processors round otherwise; a stage or two may change
        Assert.Contains(stated.Value.ToString("0.000", CultureInfo.InvariantCulture), bundle.Card, StringComparison.Ordinal);
    }
}
