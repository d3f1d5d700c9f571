using System.Text;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation.Reports;
using static System.FormattableString;

namespace Streaming.Training.Export;

/// <summary>What a card must own up to, by what this model was trained on and what was measured of it.</summary>
internal static class CardLimits
{
    private const int FewEpochs = 20; // of a stage: too few to claim anything for it

    public static void Append(StringBuilder text, ModelManifest manifest, CardSources sources)
    {
        text.AppendLine("## Limits").AppendLine();
        foreach (var line in Lines(manifest, sources)) text.AppendLine($"- {line}");
    }

    private static IEnumerable<string> Lines(ModelManifest manifest, CardSources sources) =>
    [
        .. OfTraining(manifest), .. OfPeople([.. manifest.Agreement.Where(figure => !figure.Simulated)]), .. FewOfAStage(manifest, sources),
        "Any subset of rows may be missing. Without eye rows W, N1 and R rest on the EEG alone; without chin \"R\" means REM-like EEG, tone not\n  observed.",
        "The first ten minutes of a study are marked calibrating: the running scale is still settling.",
        "FINAL rests on the past only. REVISED also sees the look-ahead above.",
    ];

    private static IEnumerable<string> OfTraining(ModelManifest manifest)
    {
        string[] people = [.. (manifest.TrainedOn?.Datasets ?? []).Where(data => SimulatedWords.Of(data).Length == 0)];
        if (people.Length > 0) yield return $"It has learnt the people, recorders and scorers of {string.Join(", ", people)} and no others.";
        var trained = (manifest.Ancestors ?? []).Select(ancestor => ancestor.Training).Prepend(manifest.Training);
        if (manifest.Agreement.Any(figure => figure.Simulated) || trained.Any(words => SimulatedWords.Of(words).Length > 0))
            yield return $"{SimulatedWords.Sentence.TrimEnd('.')}: figures on simulated subjects say that training, export, serving and scoring agree,\n"
                + "  and nothing about patients.";
    }

    private static IEnumerable<string> OfPeople(MeasuredAgreement[] real)
    {
        if (real.Length == 0)
        {
            yield return "Measured on no person's recording: how it reads people is not known.";
            yield break;
        }
        string[] alone = [.. real.Where(figure => figure.Subjects == 1 && figure.Figure.StartsWith("FINAL ", StringComparison.Ordinal)
            && figure.Figure.EndsWith(Figures.Accuracy, StringComparison.Ordinal)).Select(figure => figure.Data).Distinct()];
        foreach (var data in alone) yield return $"{data}: one person; the figures, and any interval, speak of that person alone.";
        yield return "Measured on no people and no recorders but those of the data named above: of others (children, disorders and medication that are not\n"
            + "  among them, other amplifiers) nothing is known.";
    }

    private static IEnumerable<string> FewOfAStage(ModelManifest manifest, CardSources sources) =>
        from report in sources.Reports
        from result in report.Results
        where result.Model == CardSources.Label(report, manifest) && result.Decision == "FINAL"
        where !report.Data.First(data => data.Name == result.Data).Simulated
        let few = result.PerClass.Where(row => row.Support < FewEpochs).Select(row => Invariant($"{row.Stage} {row.Support}")).ToArray()
        where few.Length > 0
        select $"{result.Data}, {result.Condition}: {string.Join(", ", few)} epochs: too few to claim anything for these stages.";
}
