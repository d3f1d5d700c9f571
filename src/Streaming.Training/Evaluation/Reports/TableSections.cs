using System.Text;
using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>The tables of conditions, scorers and strange inputs as Markdown.</summary>
internal static class TableSections
{
    public static void Append(StringBuilder text, EvaluationReport report)
    {
        var shown = report.Tables.Where(row => !report.IsRepeated(row.Model, row.Decision));
        foreach (var table in shown.GroupBy(row => row.Table)) Conditions(text, table.Key, [.. table]);
        if (report.Scorers.Count > 0) Scorers(text, report.Scorers);
        if (report.OutOfDistribution.Count > 0) Novelty(text, report.OutOfDistribution);
    }

    public static void Conditions(StringBuilder text, string name, IReadOnlyList<ConditionRow> rows)
    {
        text.AppendLine(Invariant($"## Table: {name}")).AppendLine();
        text.AppendTable(
            ["data", "model", "condition", "decision", "κ", "accuracy", "balanced accuracy", "macro-F1", "loss of balanced accuracy, points", "epochs changed", "epochs", "unanswered"],
            rows.Select(row => (string[])
            [
                row.Data, row.Model, row.Condition, row.Decision, .. Figures.All.Select(figure => FigureText.Of(row.Figures[figure.Key])),
                FigureText.Points(row.BalancedAccuracyLoss), row.ChangedShare is null ? "" : FigureText.Percent(row.ChangedShare.Value),
                Invariant($"{row.Epochs}"), Invariant($"{row.Unanswered}"),
            ]));
        text.Append(FigureText.WithoutInterval(rows.SelectMany(row => row.Figures.Values)));
    }

    public static void Scorers(StringBuilder text, IReadOnlyList<ScorerRow> rows)
    {
        text.AppendLine("## Several scorers").AppendLine();
        text.AppendTable(
            ["data", "scored by", "held against", "κ", "accuracy", "macro-F1", "F1 of W N1 N2 N3 R", "κ of subjects (least, median, greatest)", "subjects", "epochs"],
            rows.Select(row => (string[])
            [
                row.Data, row.Candidate, row.Reference, FigureText.Of(row.Figures[Figures.Kappa]), FigureText.Of(row.Figures[Figures.Accuracy]),
                FigureText.Of(row.Figures[Figures.MacroF1]), string.Join(' ', row.PerClass.Select(stage => FigureText.Number(stage.F1, "0.00"))),
                $"{FigureText.Number(row.KappaSpread.Least)}, {FigureText.Number(row.KappaSpread.Median)}, {FigureText.Number(row.KappaSpread.Greatest)}",
                Invariant($"{row.Subjects}"), Invariant($"{row.Epochs}"),
            ]));
        text.Append(FigureText.WithoutInterval(rows.SelectMany(row => row.Figures.Values)));
    }

    private static void Novelty(StringBuilder text, IReadOnlyList<NoveltyRow> rows)
    {
        text.AppendLine("## Inputs unlike anything trained on").AppendLine();
        text.AppendLine("AUROC of the out-of-distribution score against ordinary epochs of the same nights; an epoch refused as unscorable counts as flagged.").AppendLine();
        text.AppendTable(
            ["data", "model", "input", "rows", "AUROC", "flagged or refused", "refused", "subjects", "epochs"],
            rows.Select(row => (string[])
            [
                row.Data, row.Model, row.Kind, row.Rows, FigureText.Of(row.Auroc), FigureText.Percent(row.FlaggedShare),
                FigureText.Percent(row.UnscorableShare), Invariant($"{row.Subjects}"), Invariant($"{row.Epochs}"),
            ]));
        text.Append(FigureText.WithoutInterval(rows.Select(row => row.Auroc)));
    }
}
