using System.Globalization;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Learning;

namespace Streaming.Training.Export;

/// <summary>Turns trained parameters into a bundle: exports the graph, then calibrates it on validation subjects.</summary>
internal sealed class BundleExport(string folder, NightSequence validation, TextWriter log)
{
    public ModelBundle Write(TrainedNetwork network, CancellationToken cancellationToken)
    {
        var model = network.Plan.Export(network.Parameters);
        var bundle = Write(Manifest(network), model);
        var calibration = new BundleCalibration(validation, Environment.ProcessorCount, TimeProvider.System, log);
        return Write(calibration.Calibrated(bundle, cancellationToken), model);
    }

    /// <summary>Fits a bundle's surroundings anew; its graph stays.</summary>
    /// <param name="trainedOn">Whom the bundle knows then.</param>
    public static ModelBundle Calibrate(
        ModelBundle bundle, BundleCalibration calibration, string version, TrainedOn? trainedOn, CancellationToken cancellationToken)
    {
        var manifest = calibration.Calibrated(bundle, cancellationToken) with
        {
            Agreement = [], Variants = null, // measured with what was before
            Version = version,
            TrainedOn = trainedOn,
        };
        var model = File.ReadAllBytes(Path.Combine(bundle.Folder, ModelBundle.ModelFile));
        return ModelBundle.Write(bundle.Folder, manifest, model, CardText.Of(manifest));
    }

    /// <summary>Adds figures to a bundle; of the same data and figure the new one counts.</summary>
    /// <param name="sources">Reports for the card beside the manifest.</param>
    public static ModelBundle Record(ModelBundle bundle, IReadOnlyList<MeasuredAgreement> measured, CardSources? sources = null)
    {
        var kept = bundle.Manifest.Agreement.Where(old => !measured.Any(fresh => fresh.Data == old.Data && fresh.Figure == old.Figure));
        var manifest = bundle.Manifest with { Agreement = [.. kept, .. measured] };
        var model = File.ReadAllBytes(Path.Combine(bundle.Folder, ModelBundle.ModelFile));
        return ModelBundle.Write(bundle.Folder, manifest, model, CardText.Of(manifest, sources));
    }

    private ModelBundle Write(ModelManifest manifest, byte[] model) => ModelBundle.Write(folder, manifest, model, CardText.Of(manifest));

    private static ModelManifest Manifest(TrainedNetwork network) => new()
    {
        Name = network.Plan.Name,
        Version = network.Plan.Version,
        RenderSpec = network.Plan.Spec,
        Temperature = 1,
        Smoother = SmootherSpec.Default with { ClassPriors = [.. network.ClassShares] },
        Attention = network.Plan.Attention,
        Training = network.Plan.Statement(network.State),
        Ancestors = Ancestor.AllOf(network.State),
        TrainedOn = network.State.TrainedOn,
        Agreement = [],
    };
}
