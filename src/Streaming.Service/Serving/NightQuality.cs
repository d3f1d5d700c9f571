using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>What a night's epochs come to: how many there are of each outcome, and how good each channel was.</summary>
internal static class NightQuality
{
    /// <param name="night">With its reports.</param>
    /// <param name="bed">As it is now where this is its study; else null: all that the study has reached is decided.</param>
    public static void Fill(Night night, Bed? bed)
    {
        // With all revisions an epoch stands here several times.
        var epochs = night.Reports.GroupBy(report => report.Epoch).Select(revisions => revisions.MaxBy(report => report.Revision)!).ToList();
        var unscorable = epochs.Count(report => report.Stage == Stage.Unscorable);
        var begun = bed is { Epochs: { } account } && bed.StudyId == night.Study.StudyId ? Math.Max(account.Begun, epochs.Count) : epochs.Count;
        night.Epochs = new EpochAccount { Begun = begun, Staged = epochs.Count - unscorable, Unscorable = unscorable, Open = begun - epochs.Count };
        night.ChannelQuality.Add(epochs.SelectMany(Numbered).GroupBy(one => one.Number, one => one.Quality).Select(Summary));
    }

    /// <summary>By number, not label: two channels may have the same. A report of an older version does not say the number; it has all channels in order.</summary>
    private static IEnumerable<(uint Number, ChannelQuality Quality)> Numbered(StageReport report) =>
        report.ChannelQuality.Select((quality, place) => (quality.HasNumber ? quality.Number : (uint)place, quality));

    private static ChannelQualitySummary Summary(IGrouping<uint, ChannelQuality> channel)
    {
        var summary = new ChannelQualitySummary
        {
            Channel = channel.First().Channel,
            Number = channel.Key,
            Staged = channel.Any(quality => quality.Staged),
            Epochs = channel.Count(),
            UsableEpochs = channel.Count(quality => quality.Usable),
        };
        summary.Faults.Add(channel.SelectMany(quality => quality.Faults).GroupBy(fault => fault.Fault).OrderBy(fault => fault.Key)
            .Select(fault => new FaultCount { Fault = fault.Key, Epochs = fault.Count() }));
        return summary;
    }
}
