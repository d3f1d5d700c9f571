using System.Text;
using Streaming.Scoring;
using Streaming.Training.Evaluation.Reports;
using static System.FormattableString;

namespace Streaming.Training.Export;

/// <summary>The parts of a card that come from reports. Each says nothing where nothing was measured.</summary>
internal static class CardSections
{
    public static void Cost(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        if (sources.Cost is not { } cost || cost.Models.Count == 0) return;
        text.AppendLine("## Cost").AppendLine();
        text.AppendLine(Invariant($"One epoch on one thread, picture included, on {cost.Machine}; a ResNet18-shaped network at 224 × 224 took"));
        text.AppendLine(Invariant($"{cost.ResNet18Milliseconds:0.0} ms in the same run (its picture not counted). Agreement is FINAL, as recorded.")).AppendLine();
        var data = sources.Reports.SelectMany(report => report.Data).DistinctBy(set => set.Name).ToArray();
        text.AppendTable(
            ["model", "size", "picture", "epoch", "of ResNet18", .. data.Select(set => $"κ, {set.Name}")],
            cost.Models.Select(row => (string[])
            [
                row.Sha256 == manifest.Sha256 ? $"**{row.Name}**" : Invariant($"{row.Name} {row.Sha256[..8]}"), Invariant($"{row.ModelBytes / 1e6:0.0} MB"),
                Invariant($"{row.DrawMilliseconds:0.00} ms"), Invariant($"{row.EpochMilliseconds:0.00} ms"), Invariant($"{row.RatioToResNet18:0.00}"),
                .. data.Select(set => Kappa(sources, set.Name, model => row.Sha256 == manifest.Sha256 ? model.Is(manifest) : model.Sha256 == row.Sha256)),
            ]));
    }

    public static void Seeds(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        SeedRow[] seeds = [.. sources.Reports.SelectMany(report => report.Seeds)
            .Where(row => row.Name == manifest.Name || row.Name.StartsWith($"{manifest.Name}, ", StringComparison.Ordinal))]; // older reports name no version
        if (seeds.Length == 0) return;
        text.AppendLine("## Spread over training seeds").AppendLine().AppendTable(
            ["bundles", "data", "decision", "figure", "seeds", "mean", "standard deviation", "least", "greatest"],
            seeds.Select(row => (string[])
            [
                row.Name, $"{row.Data}, {row.Condition}", row.Decision, row.Figure, Invariant($"{row.Spread.Count}"), FigureText.Number(row.Spread.Mean),
                FigureText.Number(row.Spread.Deviation), FigureText.Number(row.Spread.Least), FigureText.Number(row.Spread.Greatest),
            ]));
    }

    public static void Stages(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        DecisionReport[] results = [.. Own(sources, manifest, report => report.Results, result => result.Model)];
        if (results.Length == 0) return;
        text.AppendLine("## By stage, and calibration").AppendLine().AppendTable(
            ["data", "decision", .. DecisionReports.Stages.Select(stage => $"F1 {stage}"), "expected calibration error", "κ when 10 % are reviewed", "κ when 30 % are"],
            results.Select(result => (string[])
            [
                $"{result.Data}, {result.Condition}", result.Decision, .. result.PerClass.Select(row => FigureText.Number(row.F1, "0.00")),
                FigureText.Number(result.CalibrationError), Reviewed(result, 0.1), Reviewed(result, 0.3),
            ]));
    }

    public static void Tables(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        foreach (var table in Own(sources, manifest, report => report.Tables, row => row.Model).Where(row => row.Decision == "FINAL").GroupBy(row => row.Table))
        {
            text.AppendLine(Invariant($"## Table: {table.Key} (FINAL)")).AppendLine().AppendTable(
                ["data", "condition", "κ", "balanced accuracy", "loss of balanced accuracy, points", "epochs changed"],
                table.Select(row => (string[])
                [
                    row.Data, row.Condition, FigureText.Of(row.Figures[Figures.Kappa]), FigureText.Of(row.Figures[Figures.BalancedAccuracy]),
                    FigureText.Points(row.BalancedAccuracyLoss), row.ChangedShare is null ? "" : FigureText.Percent(row.ChangedShare.Value),
                ]));
            text.Append(FigureText.WithoutInterval(table.Select(row => row.Figures[Figures.Kappa])));
        }
    }

    public static void Strange(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        NoveltyRow[] rows = [.. Own(sources, manifest, report => report.OutOfDistribution, row => row.Model)];
        if (rows.Length == 0) return;
        text.AppendLine("## Inputs unlike anything trained on").AppendLine().AppendTable(
            ["data", "input", "rows", "AUROC", "flagged or refused"],
            rows.Select(row => (string[])[row.Data, row.Kind, row.Rows, FigureText.Of(row.Auroc), FigureText.Percent(row.FlaggedShare)]));
        text.Append(FigureText.WithoutInterval(rows.Select(row => row.Auroc)));
    }

    private static IEnumerable<T> Own<T>(
        CardSources sources, ModelManifest manifest, Func<EvaluationReport, IEnumerable<T>> rows, Func<T, string> model) =>
        sources.Reports.SelectMany(report => rows(report).Where(row => model(row) == CardSources.Label(report, manifest)));

    private static string Kappa(CardSources sources, string data, Func<ModelRow, bool> isMeant) => FigureText.Of((
        from report in sources.Reports
        from result in report.Results
        where result.Data == data && result.Decision == "FINAL"
        where report.Models.Any(model => model.Label == result.Model && isMeant(model))
        select result.Figures[Figures.Kappa]).FirstOrDefault());

    private static string Reviewed(DecisionReport result, double share) =>
        FigureText.Number(result.Review.FirstOrDefault(row => Math.Abs(row.ReviewedShare - share) < 1e-9)?.Kappa);
}
