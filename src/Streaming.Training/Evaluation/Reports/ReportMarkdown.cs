using System.Text;
using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A report for people, of the same figures as its JSON.</summary>
internal static class ReportMarkdown
{
    public const string FileName = "report.md";

    /// <param name="figures">Files beside the report and what they show.</param>
    public static string Of(EvaluationReport report, IReadOnlyList<(string File, string Caption)> figures)
    {
        var text = new StringBuilder("# Evaluation\n\n");
        text.AppendLine("Results are automatic and unreviewed; research software, not a medical device. Intervals are 95 % percentile intervals: over subjects where");
        text.AppendLine("there are five or more, over blocks of the one night's epochs where there is one, and then they speak of that night only. – : no such figure.");
        text.AppendLine("κ has none where reference and answer are one and the same stage throughout.").AppendLine();
        if (report.Run is { } run) Run(text, run);
        Subjects(text, report);
        var shown = report.Results.Where(result => !report.IsRepeated(result.Model, result.Decision));
        foreach (var group in shown.GroupBy(result => (result.Data, result.Condition))) Section(text, report, [.. group]);
        if (report.Models.Count > 1 && report.Data.Count > 1) AcrossData(text, report);
        ComparisonRow[] compared = [.. report.Comparisons.Where(row => !report.Models.Any(model =>
            report.IsRepeated(model.Label, "REVISED") && row.First == $"{model.Label} FINAL" && row.Second == $"{model.Label} REVISED"))];
        if (compared.Length > 0) Comparisons(text, compared);
        if (report.Seeds.Count > 0) Seeds(text, report.Seeds);
        TableSections.Append(text, report);
        if (report.Notes.Count > 0) text.AppendLine("## Not measured").AppendLine().AppendJoin('\n', report.Notes.Select(note => $"- {note}")).AppendLine().AppendLine();
        if (figures.Count > 0) text.AppendLine("## Figures").AppendLine();
        foreach (var (file, caption) in figures) text.AppendLine(Invariant($"![{caption}]({file})")).AppendLine().AppendLine(caption).AppendLine();
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Run(StringBuilder text, RunRow run)
    {
        text.AppendLine(Invariant($"Made {run.Date:yyyy-MM-dd HH:mm} UTC by {run.Software}; seeds: {string.Join(", ", run.Seeds.Select(seed => $"{seed.Key} {seed.Value}"))}:")).AppendLine();
        text.AppendLine("```").AppendLine(run.Command).AppendLine("```").AppendLine();
    }

    private static void Subjects(StringBuilder text, EvaluationReport report)
    {
        text.AppendLine("## Models").AppendLine().AppendTable(
            ["model", "name", "version", "SHA-256", "picture", "temperature", "exponent", "look-ahead"],
            report.Models.Select(model => (string[])
            [
                model.Label, model.Name, model.Version, model.Sha256[..12], Invariant($"{model.Preset} {model.Width}×{model.Height}"),
                Invariant($"{model.Temperature}"), Invariant($"{model.LikelihoodExponent}"), Invariant($"{model.LookAheadEpochs}"),
            ]));
        text.AppendLine("## Data").AppendLine().AppendTable(
            ["data", "nights", "subjects", "simulated", "split"],
            report.Data.Select(data => (string[])
                [data.Name, Invariant($"{data.Nights}"), Invariant($"{data.Subjects.Count}"), data.Simulated ? "yes: proves machinery, not accuracy" : "no", data.Split]));
    }

    private static void Section(StringBuilder text, EvaluationReport report, DecisionReport[] results)
    {
        text.AppendLine(Invariant($"## {results[0].Data}: {results[0].Condition}")).AppendLine();
        Cautions(text, report, results);
        text.AppendTable(
            ["model", "decision", "κ", "accuracy", "balanced accuracy", "macro-F1", "ECE", "κ of subjects (least, median, greatest)", "epochs", "unanswered"],
            results.Select(result => (string[])
            [
                result.Model, result.Decision, .. Figures.All.Select(figure => FigureText.Of(result.Figures[figure.Key])),
                FigureText.Number(result.CalibrationError), Spread(result.KappaSpread), Invariant($"{result.Epochs}"), Invariant($"{result.Unanswered}"),
            ]).Append(Baseline(results[0])));
        text.Append(FigureText.WithoutInterval(results.SelectMany(result => result.Figures.Values)));
        foreach (var model in results.GroupBy(result => result.Model)) PerClass(text, [.. model]);
        text.AppendLine("κ and accuracy of what remains when the least confident share goes to a person:").AppendLine();
        text.AppendTable(
            ["model", "decision", .. results[0].Review.Select(row => FigureText.Percent(row.ReviewedShare))],
            results.Select(result => (string[])
                [result.Model, result.Decision, .. result.Review.Select(row => $"{FigureText.Number(row.Kappa)} / {FigureText.Number(row.Accuracy)}")]));
        SubjectSections.Append(text, results);
    }

    private static void Cautions(StringBuilder text, EvaluationReport report, DecisionReport[] results)
    {
        if (Caution.OfTest(results[0].Subjects) is { } few) text.AppendLine($"**{few}.**").AppendLine();
        foreach (var seen in report.Seen.Where(seen => seen.Data == results[0].Data && results.Any(result => result.Model == seen.Model)))
            text.AppendLine($"**{seen.Model}: {Caution.Of(seen)}.**").AppendLine();
        foreach (var model in results.Select(result => result.Model).Distinct().Where(model => report.IsRepeated(model, "REVISED")))
            text.AppendLine($"{model}: look-ahead 0: REVISED is FINAL.").AppendLine();
    }

    private static string[] Baseline(DecisionReport result) =>
    [
        $"always {result.Majority.Stage}", "", "0.000", FigureText.Number(result.Majority.Accuracy), FigureText.Number(result.Majority.BalancedAccuracy),
        FigureText.Number(result.Majority.MacroF1), "", "", Invariant($"{result.Epochs}"), "",
    ];

    private static void PerClass(StringBuilder text, DecisionReport[] decisions)
    {
        foreach (var result in decisions)
        {
            text.AppendLine(Invariant($"{result.Model} {result.Decision}, rows the reference:")).AppendLine().AppendTable(
                ["", .. DecisionReports.Stages, "recall", "precision", "F1"],
                result.PerClass.Select((row, i) => (string[])
                [
                    row.Stage, .. result.Confusion[i].Select(count => Invariant($"{count}")),
                    FigureText.Number(row.Recall), FigureText.Number(row.Precision), FigureText.Number(row.F1),
                ]));
        }
    }

    private static void AcrossData(StringBuilder text, EvaluationReport report)
    {
        text.AppendLine("## Trained on one, tested on another").AppendLine();
        text.AppendLine("κ of FINAL, as recorded, by model and data; what each model was trained on stands below.").AppendLine();
        text.AppendTable(
            ["model", .. report.Data.Select(data => data.Name)],
            report.Models.Select(model => (string[])[model.Label, .. report.Data.Select(data => FigureText.Of(
                report.Results.First(result => result.Model == model.Label && result.Data == data.Name && result.Decision == "FINAL").Figures[Figures.Kappa]))]));
        text.Append(FigureText.WithoutInterval(report.Results.Where(result => result.Decision == "FINAL").Select(result => result.Figures[Figures.Kappa])));
        foreach (var model in report.Models) text.AppendLine($"- {model.Label}: {model.Training}");
        text.AppendLine();
    }

    private static void Comparisons(StringBuilder text, IReadOnlyList<ComparisonRow> comparisons)
    {
        text.AppendLine("## Paired comparisons").AppendLine();
        text.AppendLine("Points of a hundred, second minus first, on the same epochs. p by permutation of the pairs; not corrected for the number of lines.").AppendLine();
        text.AppendTable(
            ["data", "condition", "first", "second", "figure", "difference", "p", "test"],
            comparisons.Select(row => (string[])
            [
                row.Data, row.Condition, row.First, row.Second, row.Figure, FigureText.Points(row.Difference), FigureText.Number(row.PValue, "0.0000"), row.Test,
            ]));
        text.Append(FigureText.WithoutInterval(comparisons.Select(row => row.Difference)));
    }

    private static void Seeds(StringBuilder text, IReadOnlyList<SeedRow> seeds)
    {
        text.AppendLine("## Spread over training seeds").AppendLine();
        text.AppendTable(
            ["model", "data", "condition", "decision", "figure", "seeds", "mean", "standard deviation", "least", "greatest"],
            seeds.Select(row => (string[])
            [
                row.Name, row.Data, row.Condition, row.Decision, row.Figure, Invariant($"{row.Spread.Count}"), FigureText.Number(row.Spread.Mean),
                FigureText.Number(row.Spread.Deviation), FigureText.Number(row.Spread.Least), FigureText.Number(row.Spread.Greatest),
            ]));
    }

    private static string Spread(SpreadRow spread) =>
        $"{FigureText.Number(spread.Least)}, {FigureText.Number(spread.Median)}, {FigureText.Number(spread.Greatest)}";
}
