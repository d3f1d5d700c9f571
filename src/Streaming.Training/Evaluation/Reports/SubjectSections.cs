using System.Text;
using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>What a report says of the subjects one by one, and of their nights as a sleep report would.</summary>
internal static class SubjectSections
{
    /// <param name="results">Of one data set and condition.</param>
    public static void Append(StringBuilder text, IReadOnlyList<DecisionReport> results)
    {
        foreach (var model in results.GroupBy(result => result.Model))
        {
            DecisionReport[] decisions = [.. model];
            PerSubject(text, decisions);
            if (decisions[0].SleepMeasures.Count > 0) Measures(text, decisions); // reports from before have none
        }
    }

    private static void PerSubject(StringBuilder text, DecisionReport[] decisions)
    {
        text.AppendLine(Invariant($"{decisions[0].Model}, by subject:")).AppendLine().AppendTable(
            ["subject", "epochs", .. decisions.SelectMany(result => (string[])[$"{result.Decision} κ", $"{result.Decision} accuracy"])],
            decisions[0].PerSubject.Select((row, n) => (string[])
            [
                row.Subject, Invariant($"{row.Epochs}"),
                .. decisions.SelectMany(result => (string[])[FigureText.Number(result.PerSubject[n].Kappa), FigureText.Number(result.PerSubject[n].Accuracy)]),
            ]));
    }

    private static void Measures(StringBuilder text, DecisionReport[] decisions)
    {
        text.AppendLine(Invariant($"{decisions[0].Model}, sleep measures: mean over subjects of model minus reference [95 % limits of agreement]:")).AppendLine().AppendTable(
            ["measure", "reference, mean", .. decisions.Select(result => result.Decision), "subjects", "nights"],
            decisions[0].SleepMeasures.Select((row, n) => (string[])
            [
                row.Measure, FigureText.Number(row.Reference, "0.0"), .. decisions.Select(result => Text(result.SleepMeasures[n])), Invariant($"{row.Subjects}"), FigureText.Number(row.Nights, "0"),
            ]));
        var reasons = decisions.SelectMany(result => result.SleepMeasures).Where(row => row.Low is null && row.Subjects > 0).Select(row => row.Limits).Distinct().ToArray();
        if (reasons.Length > 0) text.AppendLine(string.Join("; ", reasons) + ".").AppendLine();
    }

    private static string Text(SleepMeasureRow row) => row.Bias is null ? "–"
        : row.Low is null ? Signed(row.Bias)
        : $"{Signed(row.Bias)} [{Signed(row.Low)}, {Signed(row.High)}]";

    private static string Signed(double? value) => Invariant($"{value:+0.0;−0.0;0.0}");
}
