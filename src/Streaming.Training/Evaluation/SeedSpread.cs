using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>How figures vary over bundles of one name and version, which differ by their training seed.</summary>
internal static class SeedSpread
{
    public static IEnumerable<SeedRow> Of(IReadOnlyList<NamedBundle> bundles, IReadOnlyList<DecisionReport> results)
    {
        var names = bundles.ToDictionary(bundle => bundle.Label, bundle => $"{bundle.Bundle.Manifest.Name}, version {bundle.Bundle.Manifest.Version}");
        return from result in results
               group result by (names[result.Model], result.Data, result.Condition, result.Decision) into seeds
               where seeds.Count() > 1
               from figure in Figures.All
               select new SeedRow(
                   seeds.Key.Item1, seeds.Key.Data, seeds.Key.Condition, seeds.Key.Decision, figure.Key,
                   SpreadRow.Of(seeds.Select(result => result.Figures[figure.Key].Value ?? double.NaN)));
    }
}
