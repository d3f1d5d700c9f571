using System.Globalization;
using System.Text;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>The night report: one HTML file that needs nothing beside it and prints to A4.</summary>
internal static class ReportHtml
{
    private const string Style = """
        @page { size: A4; margin: 14mm 14mm 16mm }
        body { font: 10pt/1.35 sans-serif; color: #111; background: #fff; max-width: 182mm; margin: 0 auto; padding: 4mm }
        h1 { font-size: 16pt; margin: 0 0 1mm } h2 { font-size: 11.5pt; margin: 5mm 0 1mm; border-bottom: 1px solid #999; break-after: avoid }
        .status { font-weight: bold; padding: 1.5mm 2.5mm; border: 2px solid #000; margin: 2mm 0 } .status.open { background: #ffe9b8 }
        table { border-collapse: collapse; width: 100%; margin: 1mm 0; break-inside: auto } tr { break-inside: avoid }
        th, td { text-align: left; font-weight: normal; padding: 0.5mm 2mm 0.5mm 0; border-bottom: 1px solid #ddd; vertical-align: top }
        thead th { font-weight: bold; border-bottom: 1px solid #777 } td { font-variant-numeric: tabular-nums } .times :is(th, td) { white-space: pre }
        .note { break-before: avoid; margin: 1mm 0; font-size: 9pt; color: #333 } .signature { break-inside: avoid } .line { margin-top: 12mm; border-top: 1px solid #000; width: 90mm }
        svg { display: block; margin: 1mm 0 } .key span { white-space: nowrap; margin-right: 4mm } .key i { display: inline-block; width: 3mm; height: 3mm; border: 1px solid #555; margin-right: 1mm }
        footer { margin-top: 5mm; font-size: 8.5pt; color: #333; border-top: 1px solid #999; padding-top: 1mm }
        @media print { body { padding: 0; max-width: none } * { print-color-adjust: exact; -webkit-print-color-adjust: exact } }
        """;

    public static string Write(ReportNight night)
    {
        var html = new HtmlText();
        html.Raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\n");
        html.Element("title", $"Night report {night.Night.Site}/{night.Night.Bed}").Raw($"<style>\n{Style}\n{RunningFoot(night)}\n</style></head><body>\n");
        WriteHead(html, night);
        html.Element("h2", "The night").Raw(NightChart.Draw(night)).Raw("\n");
        WriteKey(html);
        html.Element("h2", "Sleep, by the definitions of the AASM manual");
        StatisticsTable.Write(html, night);
        ReportTables.Cycles(html, night);
        ReportTables.Review(html, night);
        ReportTables.Leads(html, night);
        ReportTables.Quality(html, night);
        ReportTables.Model(html, night);
        ReportTables.Events(html, night);
        WriteSignatures(html, night);
        html.Raw("<footer>").Element("p",
            "Research software, not a medical device. Stages only: nothing here speaks of breathing, oxygen, heart rhythm, movements or seizures. "
            + $"Epochs are 30 s and counted from 1, as on the page. Report written {night.Clock.Moment(night.WrittenAt)}; study {night.Night.Study.StudyId}.");
        return html.Raw("</footer></body></html>\n").ToString();
    }

    /// <summary>On every printed page: whose night, and that nobody has signed it.</summary>
    private static string RunningFoot(ReportNight night) =>
        $$"""@page { @bottom-left { content: "{{CssText($"{night.Night.Site}/{night.Night.Bed}: {night.Status}")}}"; font: 8pt sans-serif } """
        + """@bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif } }""";

    // People type what they like: whatever is not plain becomes a code point.
    private static string CssText(string text) => string.Concat(text.EnumerateRunes().Select(rune =>
        Rune.IsLetterOrDigit(rune) && rune.IsAscii || rune.Value is ' ' or '/' or ':' or ',' or '.' or ';' ? rune.ToString() : $"\\{rune.Value:x6}"));

    private static void WriteHead(HtmlText html, ReportNight night)
    {
        html.Element("h1", "Night report");
        html.Element("p", night.Status.ToUpperInvariant(), night.Signature is null ? "status open" : "status");
        var statistics = night.Statistics;
        var unmarked = night.Night.Ended ? "not marked" : "not yet";
        var last = night.Standing.Count == 0 ? 0 : StudyTime.Seconds(night.Standing[^1].StartSeconds) + 30;
        html.Table(["", ""],
        [
            ["Bed", $"{night.Night.Site}/{night.Night.Bed}"],
            ["Pseudonym", night.Night.Study.Pseudonym.Length == 0 ? "none" : night.Night.Study.Pseudonym],
            ["Time zone", night.Clock.Zone],
            ["Recording began", night.Times.Start],
            ["Recording", night.Night.Ended ? $"ended; last epoch ends at {night.Times.Moment(last)}" : $"goes on; last epoch ends at {night.Times.Moment(last)}"],
            ["Lights off", statistics.HasLightsOffSeconds ? night.Times.Moment(statistics.LightsOffSeconds) : unmarked],
            ["Lights on", statistics.HasLightsOnSeconds ? night.Times.Moment(statistics.LightsOnSeconds) : unmarked],
            ["Epochs", string.Create(CultureInfo.InvariantCulture,
                $"{night.Standing.Count}, of these {night.Standing.Count(report => report.Stage == Stage.Unscorable)} unscorable")],
        ]);
        foreach (var change in night.Times.Changes(last)) html.Element("p", change, "note");
        if (night.Times.IsAfter(last, night.WrittenAt)) html.Element("p",
            "The recorder's clock is ahead of the server's, by which signatures and this report are dated: the study was replayed faster than it was recorded, or one of the two clocks is wrong.", "note");
    }

    private static void WriteKey(HtmlText html)
    {
        html.Raw("<p class=\"note key\">");
        foreach (var stage in ReportStage.Levels)
            html.Raw($"<span><i style=\"background:{ReportStage.Colour(stage)}\"></i>{ReportStage.Name(stage)}</span>");
        html.Raw("</p>\n").Element("p", "Hatched: unscorable, or no recording. Lower panel: the network's probabilities after smoothing.", "note");
    }

    private static void WriteSignatures(HtmlText html, ReportNight night)
    {
        html.Raw("<section class=\"signature\">").Element("h2", "Signature");
        html.Table(["", "epochs", "when", "state", "comment"], night.Night.Signatures.Select(signature => (IReadOnlyList<string>)
        [
            signature.Author,
            string.Create(CultureInfo.InvariantCulture, $"{signature.FirstEpoch + 1} to {signature.LastEpoch + 1}"),
            night.Clock.Moment(signature.At.ToDateTimeOffset()),
            State(signature),
            signature.Comment,
        ]));
        if (night.Signature is null) html.Element("p", "This night is not signed.").Raw("<div class=\"line\"></div>").Element("p", "Date, name, signature", "note");
        html.Raw("</section>\n");
    }

    private static string State(Signature signature) => signature.State switch
    {
        SignatureState.Standing => "stands",
        SignatureState.Superseded => $"superseded by {By(signature.EndedBy)}: {signature.EndReason}",
        _ => $"{signature.EndReason} ({By(signature.EndedBy)})",
    };

    private static string By(string author) => author.Length == 0 ? "the recorder" : author;
}
