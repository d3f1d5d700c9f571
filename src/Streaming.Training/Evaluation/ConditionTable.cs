using Streaming.Core.Hypnogram;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Conditions that are held against the first of them.</summary>
internal sealed record ConditionTable(string Name, IReadOnlyList<RecordingCondition> Conditions)
{
    private static readonly double[] Gains = [0.4, 0.5, 0.7, 1.4, 2, 2.5];
    private static readonly int[] RatesHz = [256, 200, 100, 50];

    /// <summary>Native rates: the same subjects recorded at the highest rate, and what a slower recorder would have kept of that.</summary>
    public static ConditionTable Rates { get; } = new(
        "native rate", [RateChange.AtHighest, .. RatesHz.Select(rate => RateChange.To(rate))]);

    /// <summary>The same without the chin: what is left is what the rate does to the other rows.</summary>
    public static ConditionTable RatesWithoutChin { get; } = new(
        "native rate, no chin",
        [.. Rates.Conditions.Select(rate => rate with { Name = $"{rate.Name}, no chin", Drawn = RecordingCondition.Without(DerivationRow.Chin).Drawn })]);

    /// <summary>What every evaluation gives.</summary>
    public static IReadOnlyList<RecordingCondition> Plain(EvaluationData data) => data.AtRate is not null
        ? [RecordingCondition.AllRows, RecordingCondition.SingleCentral]
        : [RecordingCondition.AsRecorded, .. data.Further];

    /// <summary>The tables that can be made of these nights; rows that the first night does not have are left out.</summary>
    /// <param name="all">Every table; else two gains, which are the promise of the self-scaled picture.</param>
    public static IReadOnlyList<ConditionTable> For(EvaluationData data, bool all)
    {
        var first = Plain(data)[0];
        if (!all) return [new("gain", [first, RecordingCondition.HalfGain, RecordingCondition.DoubleGain])];
        var montage = Montage.Resolve(data.Nights[0].Study);
        var rows = Enum.GetValues<DerivationRow>().Where(row => montage.Rows[(int)row] is not null).ToArray();
        var tables = new List<ConditionTable> { new("gain", [first, .. Gains.Select(RecordingCondition.Gain)]) };
        if (rows.Length < 2) return tables;
        tables.Add(new("loss of a derivation", [first, .. rows.Select(RecordingCondition.Without)]));
        var staging = rows.Where(row => row != DerivationRow.Chin); // the chin alone stages nothing
        tables.Add(new("single derivation", [first, RecordingCondition.EegOnly, .. staging.Select(RecordingCondition.Only)]));
        return tables;
    }

    /// <param name="nights">By condition, then by night.</param>
    public IEnumerable<ConditionRow> Rows(NamedBundle bundle, string data, IReadOnlyList<ReadNight[]> nights)
    {
        foreach (var revised in (bool[])[false, true])
        {
            var stages = nights.Select(under => under.Select(night => Decided(bundle, night, revised)).ToArray()).ToArray();
            for (var i = 0; i < Conditions.Count; i++)
                yield return Row(bundle.Label, data, Conditions[i].Name, revised ? "REVISED" : "FINAL", nights[i], stages[i], i == 0 ? null : stages[0]);
        }
    }

    /// <param name="stages">By night.</param>
    /// <param name="plain">The first line's, by night; null: this is the first.</param>
    public ConditionRow Row(string model, string data, string condition, string decision, ReadNight[] nights, Stage?[][] stages, Stage?[][]? plain)
    {
        // A slower recorder's last epoch may lack its last sample: what both decided is compared.
        int Shared(int n) => Math.Min(stages[n].Length, plain?[n].Length ?? int.MaxValue);
        ScoredNight[] Scored(Stage?[][] given) => Figures.BySubject(
            nights.Select((night, n) => (night, new ScoredNight([.. night.Truth.Take(Shared(n))], given[n][..Shared(n)]))));
        var scored = Scored(stages);
        var confusion = new ConfusionMatrix();
        foreach (var subject in scored) confusion.Add(subject.Confusion);
        var loss = plain is null ? null : ComparisonRow.Of(data, condition, "", "", Figures.BalancedAccuracy, scored, Scored(plain)).Difference;
        return new ConditionRow(
            Name, model, data, condition, decision, scored.Length, confusion.Total, confusion.Unanswered,
            Figures.All.ToDictionary(figure => figure.Key, figure => Figures.Interval(scored, figure.Value)),
            loss, plain is null ? null : Changed(nights, [.. plain.Select((night, n) => night[..Shared(n)])], [.. stages.Select((night, n) => night[..Shared(n)])]));
    }

    private static Stage?[] Decided(NamedBundle bundle, ReadNight night, bool revised)
    {
        var smoothed = night.Smooth(bundle.Bundle.Manifest.Smoother);
        return [.. revised ? smoothed.RevisedStages : smoothed.FinalStages];
    }

    // Agreement of two decisions is a share as accuracy is: the same bootstrap, with a stage that stands for "as before" throughout as the reference
    // and another where it is not. From a stage to none and from none to a stage are changes too; none and none is nothing to compare.
    private static FigureValue Changed(ReadNight[] nights, Stage?[][] plain, Stage?[][] stages)
    {
        const Stage Same = Stage.W, Other = Stage.N1;
        var both = nights.Select((night, n) =>
        {
            bool Counts(int epoch) => !night.Evidence[epoch].IsCalibrating
                && (Core.Hypnogram.Hypnogram.IsScored(plain[n][epoch]) || Core.Hypnogram.Hypnogram.IsScored(stages[n][epoch]));
            return (night, new ScoredNight(
                [.. plain[n].Select((_, epoch) => Counts(epoch) ? (Stage?)Same : null)],
                [.. stages[n].Select((stage, epoch) => (Stage?)(stage == plain[n][epoch] ? Same : Other))]));
        });
        return Figures.Interval(Figures.BySubject(both), agreement => 1 - agreement.Accuracy);
    }
}
