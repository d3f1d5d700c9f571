using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Training.Export;

/// <summary>Turns trained parameters into a bundle: exports the graph, then calibrates it on validation subjects.</summary>
internal sealed class BundleExport(string folder, NightSequence validation, TextWriter log)
{
    public ModelBundle Write(TrainedNetwork network, CancellationToken cancellationToken)
    {
        var model = StageNet.Export(network.Options, network.Parameters);
        var bundle = Write(Manifest(network), model);
        var nights = Validation(bundle, cancellationToken);
        var temperature = SmootherTuning.Temperature(nights, network.ClassShares);
        var smoother = SmootherTuning.Smoother(nights, network.ClassShares, temperature);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"calibrated: temperature {temperature:f3} exponent {smoother.LikelihoodExponent:f2} look-ahead {smoother.LookAheadEpochs}"));
        return Write(bundle.Manifest with { Temperature = temperature, Smoother = smoother }, model);
    }

    /// <summary>Adds figures to a bundle; of the same data and figure the new one counts.</summary>
    public static ModelBundle Record(ModelBundle bundle, IReadOnlyList<MeasuredAgreement> measured)
    {
        var kept = bundle.Manifest.Agreement.Where(old => !measured.Any(fresh => fresh.Data == old.Data && fresh.Figure == old.Figure));
        var manifest = bundle.Manifest with { Agreement = [.. kept, .. measured] };
        var model = File.ReadAllBytes(Path.Combine(bundle.Folder, ModelBundle.ModelFile));
        return ModelBundle.Write(bundle.Folder, manifest, model, CardText.Of(manifest));
    }

    private ModelBundle Write(ModelManifest manifest, byte[] model) => ModelBundle.Write(folder, manifest, model, CardText.Of(manifest));

    private static ModelManifest Manifest(TrainedNetwork network) => new()
    {
        Name = "stagenet-1",
        Version = "1",
        RenderSpec = RenderSpecs.Lossless100With(SignalSpecs.V1),
        Temperature = 1,
        Smoother = SmootherSpec.Default with { ClassPriors = [.. network.ClassShares] },
        Attention = "attention",
        Training = Statement(network.State),
        Agreement = [],
    };

    private static string Statement(RunState run) => string.Create(
        CultureInfo.InvariantCulture,
        $"Simulated nights only (NightSimulator, seed {run.Seed}, {run.Subjects} subjects at most): {run.Steps[0]} steps of {2 * run.BatchSize} "
        + $"single EEG rows, then {run.Steps[1]} steps of {run.BatchSize} pictures with rows left out, gains and polarities varied. Labels "
        + $"were those of a simulated scorer who errs about as often as humans disagree. No real recording "
        + $"was trained on. Band powers of the simulation were fitted to Sleep-EDF spectra and transitions of the smoother counted from "
        + $"Sleep-EDF hypnograms.");

    // Half with all rows, half with one: temperature and smoother must suit both.
    private IReadOnlyList<ReadNight> Validation(ModelBundle bundle, CancellationToken cancellationToken)
    {
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        using var scorer = new EpochScorer(pool.Create());
        var nights = StagedReading.Read(
            scorer, bundle, validation, [RecordingCondition.AsRecorded, RecordingCondition.SingleCentral], night => night.Scorings[0],
            log.WriteLine, cancellationToken);
        return [.. nights.SelectMany(night => night)];
    }
}
