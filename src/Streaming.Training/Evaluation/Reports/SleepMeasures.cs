using Streaming.Core.Hypnogram;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>What a sleep report would state by a model's hypnogram beside what it would by the reference's: mean difference and limits of agreement
/// over subjects (Bland and Altman 1986).</summary>
internal static class SleepMeasures
{
    private const double NormalShare = 1.96; // of a normal distribution, 95 % lie within so many deviations

    // Statistics are of epochs of 30 s; their minutes are so many times as long where a page stands for less.
    private static readonly (string Name, Func<SleepStatistics, double, double?> Value)[] s_measures =
    [
        ("total sleep, min", (night, scale) => night.TotalSleepMinutes * scale),
        ("sleep efficiency over the recording, %", (night, _) => night.SleepEfficiencyPercent),
        ("wake after sleep onset, min", (night, scale) => night.WasoMinutes * scale),
        ("latency to the first epoch of any sleep, min", (night, scale) => night.SleepOnsetLatencyMinutes * scale),
        .. Enumerable.Range(0, ConfusionMatrix.Classes).Select(stage =>
            ($"{DecisionReports.Stages[stage]}, min", (Func<SleepStatistics, double, double?>)((night, scale) => night.StageMinutes?[stage] * scale))),
    ];

    /// <param name="nights">Several of one subject count as their mean; one without an epoch that both scored says nothing, and is left out.</param>
    public static IReadOnlyList<SleepMeasureRow> Of(IEnumerable<ScoredRecording> nights)
    {
        var both = nights.Where(night => night.Night.Confusion.Total > 0)
            .Select(night => (night.Subject, Scale: night.PageSeconds / (double)Epoch.Seconds, Reference: Statistics(night.Night, given: false), Given: Statistics(night.Night, given: true))).ToArray();
        return [.. s_measures.Select(measure =>
        {
            var measured = both.Select(night => (night.Subject, Reference: measure.Value(night.Reference, night.Scale), Given: measure.Value(night.Given, night.Scale)))
                .Where(night => night is { Reference: not null, Given: not null }).ToArray();
            var subjects = measured.GroupBy(night => night.Subject, night => (Reference: night.Reference!.Value, Given: night.Given!.Value))
                .Select(own => (Reference: own.Average(night => night.Reference), Difference: own.Average(night => night.Given - night.Reference))).ToArray();
            return Row(measure.Name, [.. subjects.Select(subject => subject.Reference)], Spread.Of(subjects.Select(subject => subject.Difference))) with { Nights = measured.Length };
        })];
    }

    private static SleepMeasureRow Row(string name, double[] reference, Spread difference)
    {
        var few = Figures.TooFew(difference.Count, difference.Count == 1 ? "subject" : "subjects");
        double? Limit(int sign) => few is null ? FigureValue.Rounded(difference.Mean + sign * NormalShare * difference.Deviation) : null;
        return new SleepMeasureRow(
            name, difference.Count, reference.Length == 0 ? null : FigureValue.Rounded(reference.Average()), FigureValue.Rounded(difference.Mean),
            Limit(-1), Limit(1), few?.Replace("interval", "limits", StringComparison.Ordinal) ?? "mean ± 1.96 standard deviations over subjects");
    }

    // What either leaves unscored is unknown to both: the difference is of judgement, not of what was judged.
    private static SleepStatistics Statistics(ScoredNight night, bool given)
    {
        var (own, other) = given ? (night.Candidate, night.Reference) : (night.Reference, night.Candidate);
        Stage?[] stages = [.. own.Zip(other, (stage, beside) => Core.Hypnogram.Hypnogram.IsScored(stage) && Core.Hypnogram.Hypnogram.IsScored(beside) ? stage : null)];
        var hypnogram = new Core.Hypnogram.Hypnogram(Rational.Zero, stages) { LightsOffSeconds = 0 };
        return SleepStatistics.Of(hypnogram with { LightsOnSeconds = hypnogram.EndSeconds });
    }
}
