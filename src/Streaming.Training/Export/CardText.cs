using System.Text;
using Streaming.Scoring;
using static System.FormattableString;

namespace Streaming.Training.Export;

/// <summary>Writes a bundle's card from its manifest, so that the two cannot disagree.</summary>
internal static class CardText
{
    public static string Of(ModelManifest manifest)
    {
        var text = new StringBuilder();
        text.AppendLine(Invariant($"# {manifest.Name}, version {manifest.Version}")).AppendLine();
        text.AppendLine("Stages 30 s of polysomnography (W N1 N2 N3 R) from a `lossless-100` picture. Research software, not a medical");
        text.AppendLine("device; every result is automatic and unreviewed until a technologist signs it.").AppendLine();
        text.AppendLine("## Trained on").AppendLine().AppendLine(manifest.Training).AppendLine();
        var (temperature, smoother) = (manifest.Temperature, manifest.Smoother);
        text.AppendLine(Invariant($"Temperature {temperature}, likelihood exponent {smoother.LikelihoodExponent} and a look-ahead of"));
        text.AppendLine(Invariant($"{smoother.LookAheadEpochs} epochs (REVISED) were chosen on simulated validation subjects who are in neither"));
        text.AppendLine("training nor test.").AppendLine();
        text.AppendLine("## Measured").AppendLine();
        Figures(text, manifest);
        text.AppendLine(Limits);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Figures(StringBuilder text, ModelManifest manifest)
    {
        if (manifest.Agreement.Count == 0) text.AppendLine("Nothing yet.").AppendLine();
        foreach (var group in manifest.Agreement.GroupBy(figure => (figure.Data, figure.Subjects, figure.Epochs)))
        {
            var (data, subjects, epochs) = group.Key;
            text.AppendLine(Invariant($"**{data}** ({subjects} subject{(subjects == 1 ? "" : "s")}, {epochs} epochs)")).AppendLine();
            text.AppendLine("| figure | value | interval | always the most frequent stage |").AppendLine("|---|---|---|---|");
            foreach (var figure in group) text.AppendLine(Row(figure));
            text.AppendLine();
        }
    }

    private static string Row(MeasuredAgreement figure) => Invariant(
        $"| {figure.Figure} | {figure.Value:0.000} | {figure.Low:0.000} to {figure.High:0.000} ({figure.Interval}) | {Baseline(figure)} |");

    private static string Baseline(MeasuredAgreement figure) =>
        figure.Figure.Contains("changed", StringComparison.Ordinal) ? "" : Invariant($"{figure.MajorityBaseline:0.000}");

    private const string Limits = """
        ## Limits

        - Simulated data proves the machinery, never accuracy: figures on simulated subjects say that training, export, serving and scoring agree,
          and nothing about patients.
        - A real recording named above is one person's; its interval speaks of that night only. It has been looked at more than once, so its figure
          flatters; with few epochs of W and N1 nothing is claimed for them.
        - Not tested on children, sleep disorders, medication, or any recorder but those simulated.
        - Any subset of rows may be missing. Without eye rows W, N1 and R rest on the EEG alone; without chin "R" means REM-like EEG, tone not
          observed.
        - The first ten minutes of a study are marked calibrating: the running scale is still settling.
        - FINAL rests on the past only. REVISED also sees the look-ahead above.
        """;
}
