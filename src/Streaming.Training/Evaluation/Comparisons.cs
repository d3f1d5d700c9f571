using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Paired comparisons: REVISED against FINAL of each bundle, and every later bundle against the first.</summary>
internal static class Comparisons
{
    private static readonly string[] Compared = [Figures.Kappa, Figures.Accuracy, Figures.BalancedAccuracy];

    /// <param name="nights">By bundle; the same nights in the same order.</param>
    public static IEnumerable<ComparisonRow> Of(
        IReadOnlyList<NamedBundle> bundles, string data, string condition, IReadOnlyList<ReadNight[]> nights)
    {
        var decisions = bundles.Select((bundle, b) => Decisions(bundle, nights[b])).ToArray();
        foreach (var figure in Compared)
        {
            for (var b = 0; b < bundles.Count; b++)
            {
                var (label, (final, revised)) = (bundles[b].Label, decisions[b]);
                yield return ComparisonRow.Of(data, condition, $"{label} FINAL", $"{label} REVISED", figure, final, revised);
                if (b == 0) continue;
                var first = bundles[0].Label;
                yield return ComparisonRow.Of(data, condition, $"{first} FINAL", $"{label} FINAL", figure, decisions[0].Final, final);
                yield return ComparisonRow.Of(data, condition, $"{first} REVISED", $"{label} REVISED", figure, decisions[0].Revised, revised);
            }
        }
    }

    private static (ScoredNight[] Final, ScoredNight[] Revised) Decisions(NamedBundle bundle, ReadNight[] nights)
    {
        var smoothed = nights.Select(night => night.Smooth(bundle.Bundle.Manifest.Smoother)).ToArray();
        ScoredNight[] By(Func<SmoothedNight, IReadOnlyList<Stage?>> stages) =>
            Figures.BySubject(nights.Zip(smoothed, (night, decided) => (night, new ScoredNight(night.Truth, stages(decided)))));
        return (By(night => night.FinalStages), By(night => night.RevisedStages));
    }
}
