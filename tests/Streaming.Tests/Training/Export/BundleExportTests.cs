using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Export;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Export;

public sealed class BundleExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("bundle").FullName;

    [Fact]
    public void Untrained_network_becomes_a_bundle_that_is_served_measured_and_described()
    {
        var parameters = StageNet.Build(StageNetPlan.Whole, 1, training: false).Parameters.Initialise(1);
        var shares = new BatchOptions { Seed = 1 }.ClassShares;
        var network = new TrainedNetwork(StageNetPlan.Create(), parameters, new RunState(1, 1, 32, 1, 1, [0, 0]), shares);
        var export = new BundleExport(_folder, NightSequence.SimulatedNights(Split.Validation, 1, subjects: 1, epochs: 24), TextWriter.Null);
        var bundle = export.Write(network, TestContext.Current.CancellationToken);
        Assert.Equal(shares, bundle.Manifest.Smoother.ClassPriors);
        var run = new EvaluationRun([new NamedBundle("own", bundle)], new EvaluationOptions(), TimeProvider.System, TextWriter.Null);
        var measured = Measurements.Of(run.Run([EvaluationData.OfSimulated(1, 2, 30)], TestContext.Current.CancellationToken), "own");
        var recorded = BundleExport.Record(BundleExport.Record(bundle, measured), measured);
        Assert.Equal(measured.Count, recorded.Manifest.Agreement.Count);
        Assert.Contains("FINAL kappa", recorded.Card, StringComparison.Ordinal);
        Assert.Equal(bundle.Identity.Sha256, recorded.Identity.Sha256);
        Assert.True(new FileInfo(Path.Combine(_folder, ModelBundle.ModelFile)).Length < 4 << 20);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
