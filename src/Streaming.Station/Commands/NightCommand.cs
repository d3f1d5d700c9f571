using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>night: one night's hypnogram and statistics.</summary>
internal static class NightCommand
{
    private const int EpochsPerLine = 60;

    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var command = new Command("night", "Show a night: hypnogram, 30 minutes a line, and statistics") { night };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
            Show(await client.GetNightAsync(new GetNightRequest { Night = NightArgument.Parse(arguments.GetRequiredValue(night)) }, options)),
            cancellationToken));
        return command;
    }

    private static void Show(Night night)
    {
        AnsiConsole.MarkupLineInterpolated($"[bold]{night.Site}/{night.Bed}[/] study {night.Study?.StudyId} {(night.Ended ? "ended" : "going on")}");
        AnsiConsole.MarkupLineInterpolated($"[bold]{Status(night)}[/]");
        AnsiConsole.MarkupLine("[yellow]█ W[/] [red]▆ R[/] [aqua]▅ N1[/] [dodgerblue1]▃ N2[/] [mediumpurple1]▁ N3[/] ? unscorable");
        foreach (var line in night.Reports.OrderBy(report => report.Epoch).Chunk(EpochsPerLine))
            AnsiConsole.MarkupLine($"{Clock(line[0].StartSeconds)} epoch {line[0].Epoch,-4} {string.Concat(line.Select(Column))}");
        foreach (var signature in night.Signatures)
            AnsiConsole.MarkupLineInterpolated($"{MarkWords.Of(signature)}");
        if (night.Review is { ReviewedEpochs: > 0 } review)
            AnsiConsole.MarkupLineInterpolated(
                $"reviewed {review.ReviewedEpochs} of {review.Epochs} epochs ({review.FirstReviewedEpoch} to {review.LastReviewedEpoch}), changed {review.ChangedEpochs}");
        foreach (var mark in night.Marks)
            AnsiConsole.MarkupLineInterpolated($"{MarkWords.Of(mark)} at {Clock(mark.AtSeconds)} by {By(mark.Author)}");
        foreach (var mark in night.Lights)
            AnsiConsole.MarkupLineInterpolated($"lights {(mark.On ? "on" : "off")} at {Clock(mark.AtSeconds)} by {By(mark.Author)}{WhyNotCounted(mark, night)}");
        foreach (var note in night.Notes)
            AnsiConsole.MarkupLineInterpolated($"note at {Clock(note.AtSeconds)} by {By(note.Author)}: {note.Text}");
        foreach (var advisory in night.Advisories.OrderBy(advisory => advisory.Onset))
        {
            var seen = advisory.AcknowledgedBy.Length == 0 ? "not acknowledged" : $"acknowledged by {advisory.AcknowledgedBy}";
            AnsiConsole.MarkupLineInterpolated($"technical advisory {advisory.AdvisoryId} {advisory.Cause}: {advisory.Text} ({(advisory.End is null ? "lasts" : "over")}, {seen})");
        }
        foreach (var lead in LeadText.Of(night.ChannelQuality))
            AnsiConsole.MarkupLineInterpolated($"lead {lead}");
        if (night.Epochs is { } epochs)
            AnsiConsole.MarkupLineInterpolated($"epochs {epochs.Begun} begun = {epochs.Staged} staged + {epochs.Unscorable} unscorable + {epochs.Open} open");
        if (night.Statistics is { } statistics)
            ShowStatistics(statistics);
    }

    /// <summary>Whether somebody vouches for the night, and for which of its epochs.</summary>
    internal static string Status(Night night) => night.Review switch
    {
        { Signed: true } => Signed(night.Signatures[^1], [.. night.Reports.Select(report => report.Epoch)]),
        { ReviewedEpochs: > 0 } => "in review, not signed",
        _ => "automatic, unreviewed",
    } + (night.Signatures.Count > 0 && night.Review is not { Signed: true } ? "; the last signature no longer stands" : "");

    private static string Signed(Signature signature, IReadOnlyCollection<long> epochs)
    {
        if (epochs.Count == 0 || (signature.FirstEpoch <= epochs.Min() && signature.LastEpoch >= epochs.Max())) return "signed";
        var range = signature.FirstEpoch == signature.LastEpoch ? $"epoch {signature.FirstEpoch}" : $"epochs {signature.FirstEpoch} to {signature.LastEpoch}";
        return $"signed for {range} only, of {epochs.Min()} to {epochs.Max()}; the rest automatic, unreviewed";
    }

    /// <summary>Of each kind the mark made last counts, and lights that went on before they went off belong to the evening; empty where it counts.</summary>
    internal static string WhyNotCounted(LightsMark mark, Night night)
    {
        if (!ReferenceEquals(mark, night.Lights.Last(other => other.On == mark.On))) return "; does not count: marked anew afterwards";
        return mark.On && night.Lights.LastOrDefault(other => !other.On) is { } off && StudyTime.Seconds(mark.AtSeconds) < StudyTime.Seconds(off.AtSeconds)
            ? "; does not count: before lights off" : "";
    }

    private static string Clock(Rational seconds) => StudyTime.Clock(StudyTime.Seconds(seconds));

    private static string By(string author) => author.Length == 0 ? "the gateway" : author;

    private static string Column(StageReport report) => $"[{StageText.Colour(report.Stage)}]{StageText.Glyph(report.Stage)}[/]";

    private static void ShowStatistics(NightStatistics statistics)
    {
        // The message's own fields, so that a statistic added to the contract is shown without a change here.
        foreach (var field in NightStatistics.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.IsRepeated) continue;
            var value = statistics.Withheld.FirstOrDefault(figure => figure.Name == field.Name) is { } withheld ? $"withheld: {withheld.Reason}"
                : field.HasPresence && !field.Accessor.HasValue(statistics) ? "not yet defined"
                : string.Format(CultureInfo.InvariantCulture, "{0:0.#}", field.Accessor.GetValue(statistics));
            AnsiConsole.MarkupLineInterpolated($"{field.Name.Replace('_', ' '),-34} {value}");
        }
        foreach (var (cycle, n) in statistics.RemCycles.Select((cycle, n) => (cycle, n + 1)))
        {
            AnsiConsole.MarkupLineInterpolated(CultureInfo.InvariantCulture,
                $"cycle {n}: {StudyTime.Clock(cycle.StartSeconds)} to {StudyTime.Clock(cycle.EndSeconds)}, R from {StudyTime.Clock(cycle.RStartSeconds)}, {cycle.RMinutes:0.#} min of R");
        }
    }
}
