using Streaming.Scoring;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>What a report says of one bundle, as figures for its manifest.</summary>
internal static class Measurements
{
    private static readonly string[] OnCard = [Figures.Kappa, Figures.Accuracy, Figures.BalancedAccuracy, Figures.MacroF1];

    public static IReadOnlyList<MeasuredAgreement> Of(EvaluationReport report, string label)
    {
        bool Simulated(string data) => report.Data.Single(set => set.Name == data).Simulated;
        return
        [
            .. from result in report.Results
               where result.Model == label
               from figure in OnCard
               where result.Figures[figure].Value is not null
               select Measured(result, figure, Simulated(result.Data)),
            .. from row in report.Tables
               where row.Model == label && row.Decision == "FINAL" && row.Table == "gain" && row.ChangedShare?.Value is not null
               select Changed(row, Simulated(row.Data)),
        ];
    }

    private static MeasuredAgreement Measured(DecisionReport result, string figure, bool simulated) => new()
    {
        Data = $"{result.Data}, {result.Condition}",
        Simulated = simulated,
        Subjects = result.Subjects,
        Epochs = result.Epochs,
        Figure = $"{result.Decision} {figure}",
        Value = result.Figures[figure].Value!.Value,
        Low = result.Figures[figure].Low,
        High = result.Figures[figure].High,
        Interval = result.Figures[figure].Interval,
        MajorityBaseline = figure switch
        {
            Figures.Accuracy => result.Majority.Accuracy,
            Figures.BalancedAccuracy => result.Majority.BalancedAccuracy,
            Figures.MacroF1 => result.Majority.MacroF1,
            _ => result.Majority.Kappa,
        } ?? 0,
    };

    private static MeasuredAgreement Changed(ConditionRow row, bool simulated) => new()
    {
        Data = row.Data,
        Simulated = simulated,
        Subjects = row.Subjects,
        Epochs = row.Epochs,
        Figure = $"FINAL share changed by {row.Condition}",
        Value = row.ChangedShare!.Value!.Value,
        Low = row.ChangedShare.Low,
        High = row.ChangedShare.High,
        Interval = row.ChangedShare.Interval,
        MajorityBaseline = 0,
    };
}
