using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Tables that need no further reading: what temperature and smoother bring, and what several bundles tell.</summary>
internal static class ModelTables
{
    /// <summary>The network's own decisions, then the untuned smoother, then the bundle as it is.</summary>
    public static IEnumerable<ConditionRow> Tuning(NamedBundle bundle, string data, ReadNight[] nights)
    {
        var manifest = bundle.Bundle.Manifest;
        var table = new ConditionTable("un-tuned against tuned", []);
        var untuned = SmootherSpec.Default with { ClassPriors = manifest.Smoother.ClassPriors };
        (string Name, double Temperature, SmootherSpec Smoother)[] settings =
        [
            ("network alone, no smoother", 1, SmootherSpec.None),
            ("temperature 1, default smoother", 1, untuned),
            ("tuned temperature, default smoother", manifest.Temperature, untuned),
            ("tuned temperature and smoother", manifest.Temperature, manifest.Smoother),
        ];
        foreach (var revised in (bool[])[false, true])
        {
            var decided = settings.Select(setting => nights.Select(night =>
            {
                var smoothed = SmootherTuning.Tempered(night, setting.Temperature).Smooth(setting.Smoother);
                return (Stage?[])[.. revised ? smoothed.RevisedStages : smoothed.FinalStages];
            }).ToArray()).ToArray();
            for (var i = 0; i < settings.Length; i++)
                yield return table.Row(
                    bundle.Label, data, settings[i].Name, revised ? "REVISED" : "FINAL", nights, decided[i], i == 0 ? null : decided[0]);
        }
    }

    /// <summary>Tables that would need other bundles.</summary>
    public static IEnumerable<string> Notes(IReadOnlyList<NamedBundle> bundles)
    {
        var specs = bundles.Select(bundle => bundle.Bundle.Spec).Select(spec => $"{spec.Preset} {spec.Width}×{spec.Height}").Distinct().ToArray();
        yield return specs.Length > 1
            ? $"Presets and resolutions are compared by the bundles given: {string.Join(", ", specs)}."
            : $"All bundles given read {specs[0]} pictures. A network reads the picture it was trained on: for a table of presets or resolutions "
              + "train a bundle on each (train --from MODEL --preset NAME) and give them together.";
        if (bundles.Select(bundle => bundle.Bundle.Manifest.Training).Distinct().Count() < 2)
            yield return "All bundles given were trained alike: for a table of training on one set and testing on another give bundles of each.";
    }
}
