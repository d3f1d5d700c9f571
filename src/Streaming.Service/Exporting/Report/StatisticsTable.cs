using System.Globalization;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>The figures of a night by the definitions of the AASM manual, what stands beside what the machine alone had said.</summary>
internal static class StatisticsTable
{
    private const string NotYet = "—";

    // Label, field of NightStatistics, decimals, unit.
    private static readonly (string Label, string Field, string Format)[] Rows =
    [
        ("Time in bed (lights off to lights on)", "time_in_bed_minutes", "0.0 min"),
        ("Total sleep time", "total_sleep_time_minutes", "0.0 min"),
        ("Sleep efficiency", "sleep_efficiency_percent", "0.0 %"),
        ("Sleep latency (lights off to the first epoch of any sleep)", "sleep_onset_latency_minutes", "0.0 min"),
        ("Latency to persistent sleep (ten minutes on end)", "persistent_sleep_latency_minutes", "0.0 min"),
        ("Stage R latency (sleep onset to the first R)", "rem_latency_minutes", "0.0 min"),
        ("Stage R latency without the wake in between", "rem_latency_without_wake_minutes", "0.0 min"),
        ("Wake after sleep onset", "waso_minutes", "0.0 min"),
        ("Wake between the lights", "wake_minutes", "0.0 min"),
        ("Stage N1", "n1_minutes", "0.0 min"),
        ("Stage N2", "n2_minutes", "0.0 min"),
        ("Stage N3", "n3_minutes", "0.0 min"),
        ("Stage R", "r_minutes", "0.0 min"),
        ("Awakenings", "awakenings", "0"),
        ("Stage shifts", "stage_shifts", "0"),
        ("R periods", "rem_periods", "0"),
        ("Unscorable (not counted as wake)", "unscorable_minutes", "0.0 min"),
        ("Unknown: gaps, not recorded (not counted as wake)", "unknown_minutes", "0.0 min"),
    ];

    private static readonly Dictionary<string, string> Percent = new(StringComparer.Ordinal)
    {
        ["n1_minutes"] = "n1_percent", ["n2_minutes"] = "n2_percent", ["n3_minutes"] = "n3_percent", ["r_minutes"] = "r_percent",
    };

    public static void Write(HtmlText html, ReportNight night)
    {
        var edited = night.Night.Review.ReviewedEpochs > 0;
        string[] heads = edited ? ["", "as it stands", "automatic"] : ["", "as it stands"];
        var (standing, automatic) = (night.Statistics, night.Night.Review.Automatic);
        html.Table(heads, Rows.Select(row => (IReadOnlyList<string>)(edited
            ? [Label(row.Label, row.Field, standing), Value(standing, row.Field, row.Format), Value(automatic, row.Field, row.Format)]
            : [Label(row.Label, row.Field, standing), Value(standing, row.Field, row.Format)])), "figures");
        foreach (var reason in standing.Withheld.Select(figure => figure.Reason).Distinct()) html.Element("p", $"Withheld: {reason}.", "note");
        if (!standing.HasTimeInBedMinutes) html.Element("p", "Lights off has not been marked: nothing is defined yet, and nothing is zero.", "note");
        // Of a recording that goes on nobody has missed anything.
        if (standing.InProgress) html.Element("p",
            night.Night.Ended ? "Lights on has not been marked: the figures end with the last epoch." : "The recording goes on: the figures are those up to its last epoch.", "note");
        if (standing is { HasWasoIsRemainder: true, WasoIsRemainder: false })
            html.Element("p", "Time in bed is more than latency, sleep and wake after sleep onset together: there are gaps or unscorable epochs in between.", "note");
    }

    /// <summary>A figure as it is shown; a dash where it is not defined, a word where it is withheld.</summary>
    public static string Value(NightStatistics statistics, string field, string format)
    {
        if (statistics.Withheld.Any(figure => figure.Name == field)) return "withheld";
        var descriptor = NightStatistics.Descriptor.FindFieldByName(field);
        if (!descriptor.Accessor.HasValue(statistics)) return NotYet;
        var shown = string.Format(CultureInfo.InvariantCulture, $"{{0:{format.Replace("%", "'%'", StringComparison.Ordinal)}}}", descriptor.Accessor.GetValue(statistics));
        return Percent.TryGetValue(field, out var share) && NightStatistics.Descriptor.FindFieldByName(share).Accessor.HasValue(statistics)
            ? $"{shown} ({Value(statistics, share, "0.0 %")} of sleep)"
            : shown;
    }

    private static string Label(string label, string field, NightStatistics statistics) =>
        field == "waso_minutes" ? $"{label} ({statistics.WasoVariant})" : label;
}
