using Streaming.Core.Rendering;
using Streaming.Core.Signals;

namespace Streaming.Scoring;

/// <summary>What a manifest must fulfil by itself, without its graph.</summary>
internal static class ManifestChecks
{
    public static void Check(string folder, ModelManifest manifest)
    {
        Require(manifest.Format == ModelManifest.CurrentFormat, "format", manifest.Format, $"{ModelManifest.CurrentFormat}");
        Require(manifest.Name.Length > 0, "name", "empty", "a name");
        Require(manifest.Version.Length > 0, "version", "empty", "a version");
        Require(manifest.Classes.SequenceEqual(ModelManifest.ClassOrder), "classes", List(manifest.Classes), List(ModelManifest.ClassOrder));
        Require(manifest.Temperature is > 0 and <= 100, "temperature", manifest.Temperature, "a number above 0, at most 100");
        Require(RenderSpecs.Refusal(manifest.RenderSpec) is null, "renderSpec", RenderSpecs.Refusal(manifest.RenderSpec) ?? "",
            "a picture this program draws");
        CheckSignal(manifest.RenderSpec.Signal);
        Require(manifest.Smoother.Fault() is null, "smoother", manifest.Smoother.Fault()?.TrimEnd('.') ?? "",
            "distributions that sum to 1 and values in range");
        Require(manifest.ConfidenceCaps?.Fault() is null, "confidenceCaps", manifest.ConfidenceCaps?.Fault()?.TrimEnd('.') ?? "", "five shares");
        Require(manifest.Novelty?.Fault() is null, "novelty", manifest.Novelty?.Fault()?.TrimEnd('.') ?? "", "numbers that are finite, in range");
        Require(manifest.Input.Length > 0, "input", "empty", "the name of the graph's input");
        Require(manifest.Logits.Length > 0, "logits", "empty", "the name of the graph's output");
        Require(manifest.Training.Length > 0, "training", "empty", "a statement of what the model was trained on");
        Require(manifest.Ancestors?.All(ancestor => ancestor.Name.Length > 0) ?? true, "ancestors", "a list with an empty name", "names");
        if (manifest.TrainedOn is { } people)
            Require(
                people.Datasets.Concat(people.Training).Concat(people.Calibration).All(name => !string.IsNullOrWhiteSpace(name)), "trainedOn",
                "a list with an empty name", "names");
        foreach (var variant in manifest.Variants ?? []) CheckVariant(variant, $"variants.{variant.Name}.");

        void Require(bool holds, string field, object value, string expected)
        {
            if (!holds) throw new ModelBundleException(folder, field, FormattableString.Invariant($"{value}"), expected);
        }

        void CheckVariant(ModelVariant variant, string field)
        {
            Require(manifest.Variants!.Count(other => other.Kind == variant.Kind) == 1, "variants", variant.Kind, "each kind once");
            Require(variant.File.Length > 0 && variant.File == Path.GetFileName(variant.File) && variant.File != ModelBundle.ModelFile, field + "file",
                $"'{variant.File}'", "a file of its own in the bundle's folder");
            Require(variant.Bytes > 0, field + "bytes", variant.Bytes, "1 or more");
            Require(variant.SizeRatio is > 0 and < 1000, field + "sizeRatio", variant.SizeRatio, "above 0");
            Require(variant.TimeRatio is null or (> 0 and < 1000), field + "timeRatio", variant.TimeRatio ?? 0, "above 0, or null");
            foreach (var figure in variant.Agreement)
            {
                Require(figure.SameStage is >= 0 and <= 1, field + "agreement.sameStage", figure.SameStage, "0 to 1");
                Require(figure.SameFinal is >= 0 and <= 1, field + "agreement.sameFinal", figure.SameFinal, "0 to 1");
            }
        }

        void CheckSignal(SignalSpec signal)
        {
            const string Signal = "renderSpec.signal.";
            Require(signal.Version == SignalSpecs.V1.Version, Signal + "version", signal.Version, $"{SignalSpecs.V1.Version}");
            CheckFilter(signal.BrainFilter, Signal + "brainFilter");
            CheckFilter(signal.ChinFilter, Signal + "chinFilter");
            Require(signal.FilterResetGapSeconds is > 0 and <= 3600, Signal + "filterResetGapSeconds", signal.FilterResetGapSeconds,
                "above 0, at most 3600");
            Require(signal.ScaleMemoryEpochs is >= 1 and <= 100_000, Signal + "scaleMemoryEpochs", signal.ScaleMemoryEpochs, "1 to 100000");
            Require(signal.CompandingLimit is >= 1 and <= 1000, Signal + "compandingLimit", signal.CompandingLimit, "1 to 1000");
            Require(signal.LossLimit is >= 0 and <= 1, Signal + "lossLimit", signal.LossLimit, "0 to 1");
            Require(signal.CalibrationSeconds is >= 0 and <= 86400, Signal + "calibrationSeconds", signal.CalibrationSeconds, "0 to 86400");
        }

        void CheckFilter(IReadOnlyList<BiquadCoefficients> sections, string field)
        {
            for (var i = 0; i < sections.Count; i++)
            {
                var section = sections[i];
                var finite = double.IsFinite(section.B0 + section.B1 + section.B2);
                var stable = Math.Abs(section.A2) < 1 && Math.Abs(section.A1) < 1 + section.A2;
                Require(finite && stable, $"{field}[{i}]", section, "finite coefficients of a stable section (|a2| < 1, |a1| < 1 + a2)");
            }
        }
    }

    private static string List(IEnumerable<string> values) => $"[{string.Join(", ", values)}]";
}
