using System.Globalization;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Export;

/// <summary>Fits what surrounds a network on validation subjects: temperature, smoother, confidence caps, what is ordinary.</summary>
/// <param name="people">Further nights for the smoother's memory, of people's sleep; null: it is fitted on the validation nights alone.</param>
internal sealed class BundleCalibration(NightSequence validation, int threads, TimeProvider time, TextWriter log, NightSequence? people = null)
{
    // A bundle serves full montages and single channels: everything is fitted on both.
    private static readonly RecordingCondition[] Conditions =
        [RecordingCondition.AsRecorded, RecordingCondition.SingleEeg, RecordingCondition.EegOnly];

    public ModelManifest Calibrated(ModelBundle bundle, CancellationToken cancellationToken)
    {
        var shares = bundle.Manifest.Smoother.ClassPriors;
        var readings = new NightReadings([bundle], threads, time, log) { MeasureShapes = true };
        ReadNight[][] read =
        [
            .. readings.Read("validation", validation, Conditions, cancellationToken)[0]
                .Select(nights => nights.Select(night => night.AgainstFirstScorer()).ToArray()),
        ];
        var temperature = SmootherTuning.Temperature([.. read[0], .. read[1]], shares);
        var choice = SmootherTuning.Choose([("all rows", read[0]), ("one EEG row", read[1])], shares, temperature);
        foreach (var line in choice.Lines) log.WriteLine(line);
        IEnumerable<ReadNight> followed = people is null ? [] : new NightReadings([bundle], threads, time, log).Read("people", people, Conditions[..2], cancellationToken)[0].SelectMany(nights => nights);
        var smoother = Remembering([[.. read[0], .. read[1]], [.. followed.Select(night => night.AgainstFirstScorer())]], temperature, choice.Spec);
        var manifest = bundle.Manifest with { Temperature = temperature, Smoother = smoother };
        ReadNight[] brain = [.. read[1].Concat(read[2]).Select(night => SmootherTuning.Tempered(night, temperature))];
        var caps = ConfidenceFit.Of(brain, smoother);
        var novelty = NoveltyFit.Of([.. read.SelectMany(nights => nights)]);
        log.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"calibrated: temperature {temperature:f3} exponent {choice.Spec.LikelihoodExponent:f2} look-ahead {choice.Spec.LookAheadEpochs} "
            + $"caps without eyes and chin W {caps.EegOnly[0]:f2} N1 {caps.EegOnly[1]:f2} R {caps.EegOnly[4]:f2} novelty limit {novelty?.Limit:f2}"));
        if (SmootherTuning.AtEdge(temperature) is { } edge) log.WriteLine(edge);
        if (caps.Assumed is { } assumed) log.WriteLine($"caps of {string.Join(", ", assumed)} are assumed: fewer than {ConfidenceFit.FewDecisions} such decisions on validation nights");
        return manifest with { ConfidenceCaps = caps, Novelty = novelty };
    }

    private SmootherSpec Remembering(ReadNight[][] sets, double temperature, SmootherSpec plain)
    {
        ReadNight[][] tempered = [.. sets.Where(nights => nights.Length > 0).Select(nights => nights.Select(night => SmootherTuning.Tempered(night, temperature)).ToArray())];
        var spec = MemoryFit.Of(tempered, plain);
        if (spec.Memory is null) log.WriteLine($"memory of the night: none; it takes {MemoryFit.FewestSubjects} subjects, and a network whose answers vary");
        else
        {
            foreach (var (name, nights) in new[] { "validation", "people" }.Zip(tempered))
                log.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"memory of the night, on the nights it was fitted to ({name}): FINAL kappa {SmootherTuning.Kappa(nights, plain, false):f4} without, {SmootherTuning.Kappa(nights, spec, false):f4} with; "
                    + $"REVISED {SmootherTuning.Kappa(nights, plain, true):f4} without, {SmootherTuning.Kappa(nights, spec, true):f4} with"));
        }
        return spec;
    }
}
