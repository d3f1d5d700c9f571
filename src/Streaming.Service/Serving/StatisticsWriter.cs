using Streaming.Core.Hypnogram;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A night's figures in the words of the contract; what the signal does not carry is withheld until a person has gone through the
/// night.</summary>
internal static class StatisticsWriter
{
    private const string OneChannel = "one EEG channel without eyes and chin tells R and N3 poorly; given once the night is reviewed";

    /// <param name="night">Origin and lights; of each kind of lights mark the one that was made last counts: a correction follows what it corrects.</param>
    /// <param name="reports">One an epoch.</param>
    public static NightStatistics Write(Night night, IReadOnlyList<StageReport> reports)
    {
        var off = night.Lights.LastOrDefault(mark => !mark.On) is { } lightsOff ? StudyTime.Seconds(lightsOff.AtSeconds) : (double?)null;
        var on = night.Lights.LastOrDefault(mark => mark.On) is { } lightsOn ? StudyTime.Seconds(lightsOn.AtSeconds) : (double?)null;
        // Lights that went on before they went off belong to the evening.
        if (on < off) on = null;
        StudyReader.TryRead(night.Study.EpochOriginSeconds, out var origin);
        var statistics = ToProto(SleepStatistics.Of(new Hypnogram(origin, Stages(reports)) { LightsOffSeconds = off, LightsOnSeconds = on }));
        if (off is { } darkness) statistics.LightsOffSeconds = darkness;
        if (on is { } light) statistics.LightsOnSeconds = light;
        if (IsSingleChannel(reports) && reports.Any(report => report.Unreviewed && report.Stage != Stage.Unscorable)) Withhold(statistics);
        return statistics;
    }

    /// <summary>By epoch; null where there is no report.</summary>
    public static List<Core.Staging.Stage?> Stages(IEnumerable<StageReport> reports)
    {
        var stages = new List<Core.Staging.Stage?>();
        foreach (var report in reports)
        {
            while (stages.Count <= report.Epoch) stages.Add(null);
            stages[(int)report.Epoch] = ReportWriter.FromProto(report.Stage);
        }
        return stages;
    }

    /// <summary>Most scorable epochs rest on one derivation.</summary>
    public static bool IsSingleChannel(IReadOnlyList<StageReport> reports)
    {
        var counts = reports.Where(report => report.Stage != Stage.Unscorable)
            .Select(report => report.Derivations.Where(row => row.ScaleMicrovolts > 0).Select(row => row.Derivation).Distinct().Count()).ToList();
        return counts.Count(count => count == 1) * 2 > counts.Count;
    }

    private static void Withhold(NightStatistics statistics)
    {
        (string Name, bool IsGiven, Action Clear)[] figures =
        [
            ("rem_latency_minutes", statistics.HasRemLatencyMinutes, statistics.ClearRemLatencyMinutes),
            ("rem_latency_without_wake_minutes", statistics.HasRemLatencyWithoutWakeMinutes, statistics.ClearRemLatencyWithoutWakeMinutes),
            ("n3_minutes", statistics.HasN3Minutes, statistics.ClearN3Minutes),
            ("n3_percent", statistics.HasN3Percent, statistics.ClearN3Percent),
        ];
        foreach (var (name, isGiven, clear) in figures)
        {
            if (!isGiven) continue;
            clear();
            statistics.Withheld.Add(new WithheldFigure { Name = name, Reason = OneChannel });
        }
    }

    private static NightStatistics ToProto(SleepStatistics from)
    {
        var to = new NightStatistics { InProgress = from.InProgress };
        if (from.TimeInBedMinutes is { } inBed) to.TimeInBedMinutes = inBed;
        if (from.TotalSleepMinutes is { } asleep) to.TotalSleepTimeMinutes = asleep;
        if (from.SleepOnsetLatencyMinutes is { } onset) to.SleepOnsetLatencyMinutes = onset;
        if (from.PersistentSleepLatencyMinutes is { } persistent) to.PersistentSleepLatencyMinutes = persistent;
        if (from.SleepEfficiencyPercent is { } efficiency) to.SleepEfficiencyPercent = efficiency;
        if (from.UnscorableMinutes is { } unscorable) to.UnscorableMinutes = unscorable;
        if (from.UnknownMinutes is { } unknown) to.UnknownMinutes = unknown;
        if (from.Awakenings is { } awakenings) to.Awakenings = awakenings;
        if (from.StageShifts is { } shifts) to.StageShifts = shifts;
        AddWaso(to, from);
        AddRem(to, from);
        AddStages(to, from);
        return to;
    }

    private static void AddWaso(NightStatistics to, SleepStatistics from)
    {
        to.WasoVariant = from.Waso == WasoVariant.UntilLightsOn ? "sleep onset to lights on" : "sleep onset to the last sleep";
        if (from.WasoMinutes is { } waso) to.WasoMinutes = waso;
        if (from.WasoIsRemainder is { } isRemainder) to.WasoIsRemainder = isRemainder;
    }

    private static void AddRem(NightStatistics to, SleepStatistics from)
    {
        if (from.RemLatencyMinutes is { } rem) to.RemLatencyMinutes = rem;
        if (from.RemLatencyWithoutWakeMinutes is { } asleep) to.RemLatencyWithoutWakeMinutes = asleep;
        if (from.RemCycles is not { } cycles) return;
        to.RemPeriods = cycles.Count;
        to.RemCycles.Add(cycles.Select(cycle => new V1.RemCycle
        {
            StartSeconds = cycle.StartSeconds, EndSeconds = cycle.EndSeconds, RStartSeconds = cycle.RemStartSeconds, RMinutes = cycle.RemMinutes,
        }));
    }

    private static void AddStages(NightStatistics to, SleepStatistics from)
    {
        if (from.StageMinutes is { } minutes)
        {
            (to.WakeMinutes, to.N1Minutes, to.N2Minutes) = (minutes[0], minutes[1], minutes[2]);
            (to.N3Minutes, to.RMinutes) = (minutes[3], minutes[4]);
        }
        if (from.StagePercentOfSleep is [_, { } n1, { } n2, { } n3, { } r])
            (to.N1Percent, to.N2Percent, to.N3Percent, to.RPercent) = (n1, n2, n3, r);
    }
}
