using Streaming.Core.Hypnogram;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>All figures of an evaluation, with the names of their files.</summary>
internal static class ReportFigures
{
    /// <param name="asRecorded">[data][bundle][night].</param>
    public static IEnumerable<(string File, string Caption, string Svg)> Of(
        EvaluationReport report, IReadOnlyList<NamedBundle> bundles, IReadOnlyList<ReadNight[][]> asRecorded)
    {
        foreach (var pair in report.Results.GroupBy(result => (result.Model, result.Data, result.Condition)))
        {
            DecisionReport[] both = [.. pair];
            var place = $"{Number(report.Models, model => model.Label == both[0].Model)}-{Number(report.Data, data => data.Name == both[0].Data)}-{Slug(both[0].Condition)}";
            var what = $"{both[0].Model} on {both[0].Data}, {both[0].Condition}";
            yield return ($"confusion-{place}.svg", $"Confusion matrices: {what}", ConfusionFigure.Of(report.IsRepeated(both[0].Model, "REVISED") ? [both[0]] : both));
            yield return ($"reliability-{place}.svg", $"Reliability: {what}", ReliabilityFigure.Of(both[0], both[1]));
            yield return ($"review-{place}.svg", $"Review curve: {what}", ReviewFigure.Of(both[0], both[1]));
        }
        for (var data = 0; data < asRecorded.Count; data++)
            for (var bundle = 0; bundle < bundles.Count; bundle++)
                foreach (var (night, which) in Chosen(asRecorded[data][bundle], bundles[bundle]))
                {
                    var title = $"{bundles[bundle].Label}: {night.Name} ({which})";
                    yield return ($"night-{bundle + 1}-{data + 1}-{Slug(night.Name)}.svg", title, NightFigure.Of(title, night, bundles[bundle].Bundle.Manifest.Smoother));
                }
    }

    // The night in the middle says most; the worst shows what goes wrong. The only one is neither, and one that has no κ (nothing answered, or one
    // stage throughout) is not the worst.
    private static IEnumerable<(ReadNight Night, string Which)> Chosen(ReadNight[] nights, NamedBundle bundle)
    {
        if (nights.Length == 1) return [(nights[0], "the only night")];
        ReadNight[] sorted =
        [
            .. from night in nights
               let kappa = Agreement.Of(night.Truth, night.Smooth(bundle.Bundle.Manifest.Smoother).FinalStages).Kappa
               where !double.IsNaN(kappa)
               orderby kappa
               select night,
        ];
        return sorted.Length switch
        {
            0 => [(nights[0], "the first night; none has a κ")],
            1 => [(sorted[0], "the only night with a κ")],
            _ => [(sorted[0], "the night with the least FINAL κ"), (sorted[sorted.Length / 2], "the night with the median FINAL κ")],
        };
    }

    private static int Number<T>(IReadOnlyList<T> all, Func<T, bool> isIt) => Enumerable.Range(0, all.Count).First(i => isIt(all[i])) + 1;

    private static string Slug(string text) =>
        string.Join('-', new string([.. text.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' ')]).Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
