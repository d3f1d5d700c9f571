using Streaming.Core.Hypnogram;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>How well strange inputs are told from the ordinary epochs of the same nights.</summary>
internal static class NoveltyRun
{
    private const int MostNights = 6;
    private const int Replicates = 200;

    public static IEnumerable<NoveltyRow> Measure(
        IReadOnlyList<NamedBundle> bundles, NightReadings readings, EvaluationData data, CancellationToken cancellationToken)
    {
        var nights = new NightSequence(Math.Min(MostNights, data.Nights.Count), night => data.Nights[night]);
        RecordingCondition[] whole = [RecordingCondition.AsRecorded, .. StrangeInput.All];
        RecordingCondition[] single = [.. whole.Select(condition => condition with { Drawn = RecordingCondition.SingleEeg.Drawn })];
        var read = readings.Read($"{data.Name}, strange inputs", nights, [.. whole, .. single], cancellationToken);
        for (var bundle = 0; bundle < bundles.Count; bundle++)
        {
            if (bundles[bundle].Bundle.Manifest.Novelty is null) continue;
            for (var i = 0; i < 2 * whole.Length; i++)
            {
                var ordinary = read[bundle][i < whole.Length ? 0 : whole.Length];
                yield return Row(
                    bundles[bundle].Label, data.Name, i % whole.Length == 0 ? "ordinary: false alarms" : whole[i % whole.Length].Name,
                    i < whole.Length ? "as recorded" : "one EEG row", ordinary, i % whole.Length == 0 ? null : read[bundle][i], read[bundle][i]);
            }
        }
    }

    /// <summary>Chance that a strange value lies above an ordinary one; a half where they are equal.</summary>
    public static double Auroc(IReadOnlyList<double> ordinary, IReadOnlyList<double> strange)
    {
        if (ordinary.Count == 0 || strange.Count == 0) return double.NaN;
        double[] sorted = [.. ordinary.Order()];
        return strange.Average(value => (Below(sorted, value, orEqual: false) + Below(sorted, value, orEqual: true)) / 2.0 / sorted.Length);
    }

    private static NoveltyRow Row(
        string model, string data, string kind, string rows, ReadNight[] ordinary, ReadNight[]? strange, ReadNight[] counted)
    {
        var plain = ordinary.Select(night => Scores(night).Where(double.IsFinite).ToArray()).ToArray();
        var scores = counted.Select(night => Scores(night).ToArray()).ToArray();
        var all = scores.SelectMany(night => night).ToArray();
        var auroc = strange is null ? new FigureValue(null, null, null, "") : Interval(plain, scores);
        return new NoveltyRow(
            model, data, kind, rows, counted.Select(night => night.Subject).Distinct().Count(), all.Length, auroc,
            FigureValue.Rounded(Share(all, score => score >= 1)), FigureValue.Rounded(Share(all, double.IsPositiveInfinity)));
    }

    // An epoch that is refused is as strange as can be.
    private static IEnumerable<double> Scores(ReadNight night) =>
        night.Evidence.Select(epoch => epoch.Logits is null ? double.PositiveInfinity : epoch.Novelty?.Score ?? 0);

    private static double Share(double[] scores, Func<double, bool> isCounted) => scores.Count(isCounted) / (double)scores.Length;

    private static FigureValue Interval(double[][] ordinary, double[][] strange)
    {
        var whole = Auroc([.. ordinary.SelectMany(night => night)], [.. strange.SelectMany(night => night)]);
        if (Figures.TooFew(ordinary.Length, "nights") is { } reason) return FigureValue.Without(whole, reason);
        var random = new Random(Figures.Seed);
        var drawn = new List<double>();
        for (var i = 0; i < Replicates; i++)
        {
            int[] nights = [.. ordinary.Select(_ => random.Next(ordinary.Length))];
            drawn.Add(Auroc([.. nights.SelectMany(night => ordinary[night])], [.. nights.SelectMany(night => strange[night])]));
        }
        drawn.Sort();
        return FigureValue.Of(new ConfidenceInterval(
            whole, Spread.Quantile(drawn, 0.025), Spread.Quantile(drawn, 0.975), 0.95, $"bootstrap over {ordinary.Length} nights"));
    }

    private static int Below(double[] sorted, double value, bool orEqual)
    {
        var (low, high) = (0, sorted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (sorted[middle] < value || (orEqual && sorted[middle] == value)) low = middle + 1;
            else high = middle;
        }
        return low;
    }
}
