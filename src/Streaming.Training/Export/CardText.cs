using System.Text;
using Streaming.Core.Novelty;
using Streaming.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;
using static System.FormattableString;

namespace Streaming.Training.Export;

/// <summary>Writes a bundle's card from its manifest and the reports on it, so that they cannot disagree.</summary>
internal static class CardText
{
    public static string Of(ModelManifest manifest, CardSources? sources = null)
    {
        sources ??= CardSources.None;
        var text = new StringBuilder();
        text.AppendLine(Invariant($"# {manifest.Name}, version {manifest.Version}")).AppendLine();
        var spec = manifest.RenderSpec;
        text.AppendLine(Invariant($"Stages 30 s of polysomnography (W N1 N2 N3 R) from a `{spec.Preset}` picture of {spec.Width} × {spec.Height}. Research software, not a medical"));
        text.AppendLine("device; every result is automatic and unreviewed until a technologist signs it.").AppendLine();
        text.AppendLine("## Trained on").AppendLine().AppendLine(manifest.Training).AppendLine();
        Ancestors(text, manifest.Ancestors ?? []);
        var (temperature, smoother) = (manifest.Temperature, manifest.Smoother);
        text.AppendLine(Invariant($"Temperature {temperature}, likelihood exponent {smoother.LikelihoodExponent} and a look-ahead of"));
        text.AppendLine(Invariant($"{smoother.LookAheadEpochs} epochs (REVISED) were chosen on validation subjects who are in neither training nor test."));
        if (smoother.Memory is { } memory)
            text.AppendLine(Invariant($"Decisions also weigh what the network has said of the night so far: running means that keep {string.Join(", ", memory.Kept)} of themselves from epoch to epoch."));
        if (Caution.OfCalibration(manifest.TrainedOn?.Calibration.Count ?? 0) is { } few) text.AppendLine($"{few}.");
        text.AppendLine();
        Guards(text, manifest);
        CardSections.Cost(text, manifest, sources);
        text.AppendLine("## Measured").AppendLine();
        Figures(text, manifest);
        CardSections.Stages(text, manifest, sources);
        CardSections.Seeds(text, manifest, sources);
        CardSections.Tables(text, manifest, sources);
        CardSections.Strange(text, manifest, sources);
        CardLimits.Append(text, manifest, sources);
        return text.ToString().ReplaceLineEndings("\n");
    }

    private static void Ancestors(StringBuilder text, IReadOnlyList<ModelAncestor> ancestors)
    {
        if (ancestors.Count == 0) return;
        text.AppendLine("The networks it comes from, nearest first, in the words of each:").AppendLine();
        foreach (var ancestor in ancestors) text.AppendLine($"- **{ancestor.Name}**: {ancestor.Training}");
        text.AppendLine();
    }

    private static void Guards(StringBuilder text, ModelManifest manifest)
    {
        if (manifest.ConfidenceCaps is { } caps)
        {
            text.AppendLine("Where no eye and no chin row is drawn, confidence is held to the precision such decisions had on validation subjects:");
            text.AppendLine(Invariant($"W {caps.EegOnly[0]:0.00}, N1 {caps.EegOnly[1]:0.00}, R {caps.EegOnly[4]:0.00}; every such result says so."));
            if (caps.Assumed is { Length: > 0 } assumed)
                text.AppendLine(Invariant($"{string.Join(", ", assumed)}: not measured, since there were fewer than {ConfidenceFit.FewDecisions} such decisions; held to even odds or less."));
            text.AppendLine();
        }
        if (manifest.Novelty is not { } novelty) return;
        text.AppendLine("Epochs unlike anything trained on are flagged out of distribution, naming the row: by its scale");
        text.AppendLine(Invariant($"({Scales("brain", novelty.Brain)}, {Scales("eyes", novelty.Eyes)}, {Scales("chin", novelty.Chin)}), by the shape of its signal, or by the"));
        text.AppendLine("network's answer. Polarity is not told: it was varied in training.").AppendLine();
    }

    private static string Scales(string kind, NoveltyRows? rows) =>
        rows is null ? $"{kind} not judged" : Invariant($"{kind} {rows.LeastScaleMicrovolts:0.#} to {rows.GreatestScaleMicrovolts:0.#} µV");

    private static void Figures(StringBuilder text, ModelManifest manifest)
    {
        if (manifest.Agreement.Count == 0) text.AppendLine("Nothing yet.").AppendLine();
        foreach (var group in manifest.Agreement.GroupBy(figure => (figure.Data, figure.Subjects, figure.Epochs)))
        {
            var (data, subjects, epochs) = group.Key;
            text.AppendLine(Invariant($"**{data}** ({subjects} subject{(subjects == 1 ? "" : "s")}, {epochs} epochs)")).AppendLine();
            if (Caution.OfTest(subjects) is { } few) text.AppendLine($"{few}.").AppendLine();
            text.AppendLine("| figure | value | interval | always the most frequent stage |").AppendLine("|---|---|---|---|");
            foreach (var figure in group) text.AppendLine(Row(figure));
            text.AppendLine();
        }
    }

    private static string Row(MeasuredAgreement figure) => Invariant(
        $"| {figure.Figure} | {figure.Value:0.000} | {Interval(figure)} | {Baseline(figure)} |");

    private static string Interval(MeasuredAgreement figure) =>
        figure.Low is null ? figure.Interval : Invariant($"{figure.Low:0.000} to {figure.High:0.000} ({figure.Interval})");

    private static string Baseline(MeasuredAgreement figure) =>
        figure.Figure.Contains("changed", StringComparison.Ordinal) ? "" : Invariant($"{figure.MajorityBaseline:0.000}");
}
