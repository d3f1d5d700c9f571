using Streaming.Core.Hypnogram;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A night in the words of the contract.</summary>
internal static class NightWriter
{
    public static Night Write(StoredStudy stored, NightLogReader log, bool allRevisions)
    {
        var night = new Night { Study = stored.Descriptor, Site = stored.Bed.Site, Bed = stored.Bed.Bed, Ended = stored.IsEnded };
        night.Reports.Add(log.Reports(stored.Id, allRevisions));
        night.Lights.Add(log.Lights(stored.Id));
        night.Notes.Add(log.Notes(stored.Id));
        night.Accounts.Add(stored.Accounts);
        night.Advisories.Add(log.Advisories(stored));
        night.Statistics = Statistics(night);
        return night;
    }

    /// <summary>Of each kind of lights mark the one that was made last counts: a correction follows what it corrects.</summary>
    private static NightStatistics Statistics(Night night)
    {
        var off = night.Lights.LastOrDefault(mark => !mark.On) is { } lightsOff ? Seconds(lightsOff.AtSeconds) : (double?)null;
        var on = night.Lights.LastOrDefault(mark => mark.On) is { } lightsOn ? Seconds(lightsOn.AtSeconds) : (double?)null;
        // Lights that went on before they went off belong to the evening.
        if (on < off) on = null;
        StudyReader.TryRead(night.Study.EpochOriginSeconds, out var origin);
        var statistics = SleepStatistics.Of(new Hypnogram(origin, Stages(night.Reports)) { LightsOffSeconds = off, LightsOnSeconds = on });
        return ToProto(statistics);
    }

    private static List<Core.Staging.Stage?> Stages(IEnumerable<StageReport> reports)
    {
        var stages = new List<Core.Staging.Stage?>();
        foreach (var report in reports)
        {
            while (stages.Count <= report.Epoch) stages.Add(null);
            stages[(int)report.Epoch] = (Core.Staging.Stage)((int)report.Stage - 1);
        }
        return stages;
    }

    private static double Seconds(Rational at) => (double)at.Numerator / at.Denominator;

    private static NightStatistics ToProto(SleepStatistics from)
    {
        var to = new NightStatistics();
        if (from.TimeInBedMinutes is { } inBed) to.TimeInBedMinutes = inBed;
        if (from.TotalSleepMinutes is { } asleep) to.TotalSleepTimeMinutes = asleep;
        if (from.SleepOnsetLatencyMinutes is { } onset) to.SleepOnsetLatencyMinutes = onset;
        if (from.RemLatencyMinutes is { } rem) to.RemLatencyMinutes = rem;
        if (from.SleepEfficiencyPercent is { } efficiency) to.SleepEfficiencyPercent = efficiency;
        if (from.WasoMinutes is { } waso) to.WasoMinutes = waso;
        if (from.UnscorableMinutes is { } unscorable) to.UnscorableMinutes = unscorable;
        if (from.Awakenings is { } awakenings) to.Awakenings = awakenings;
        if (from.StageShifts is { } shifts) to.StageShifts = shifts;
        if (from.StageMinutes is { } minutes)
        {
            (to.WakeMinutes, to.N1Minutes, to.N2Minutes) = (minutes[0], minutes[1], minutes[2]);
            (to.N3Minutes, to.RMinutes) = (minutes[3], minutes[4]);
        }
        return to;
    }
}
