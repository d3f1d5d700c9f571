using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A night in the words of the contract.</summary>
internal static class NightWriter
{
    /// <param name="stored">The study.</param>
    /// <param name="log">Read.</param>
    /// <param name="allRevisions">Else the highest of each epoch.</param>
    /// <param name="bed">As it is now, for what is not decided yet; null: leave that out.</param>
    public static Night Write(StoredStudy stored, NightLogReader log, bool allRevisions, Bed? bed = null)
    {
        var night = new Night { Study = stored.Descriptor, Site = stored.Bed.Site, Bed = stored.Bed.Bed, Ended = stored.IsEnded };
        night.Reports.Add(log.Reports(stored.Id, allRevisions));
        night.Lights.Add(log.Lights(stored.Id));
        night.Notes.Add(log.Notes(stored.Id));
        night.Marks.Add(log.Marks(stored.Id));
        night.Signatures.Add(log.Signatures(stored.Id));
        night.Accounts.Add(stored.Accounts);
        night.Advisories.Add(log.Advisories(stored));
        night.CommitSequence = (ulong)log.ChangeSequence(stored.Id);
        Sign(night.Reports, night.Signatures);
        var standing = allRevisions ? [.. night.Reports.GroupBy(report => report.Epoch).Select(epoch => epoch.Last())] : night.Reports.ToList();
        night.Statistics = StatisticsWriter.Write(night, standing);
        night.Review = ReviewSummaryWriter.Write(night, standing, () => log.AutomaticReports(stored.Id));
        NightQuality.Fill(night, bed);
        if (log.Recording(stored.Id) is { } recording) (night.Recording, night.RawSamplesDeleted) = (recording.File, recording.IsJournalDeleted);
        return night;
    }

    /// <summary>The highest revision of each epoch, as signatures leave it.</summary>
    public static IReadOnlyList<StageReport> Standing(StoredStudy stored, NightLogReader log)
    {
        var reports = log.Reports(stored.Id, allRevisions: false);
        Sign(reports, log.Signatures(stored.Id));
        return reports;
    }

    /// <summary>The signature that stands; null where the night is not signed, or no longer.</summary>
    public static Signature? SignatureOf(IReadOnlyList<Signature> signatures) =>
        signatures.Count > 0 && signatures[^1].State == SignatureState.Standing ? signatures[^1] : null;

    private static void Sign(IEnumerable<StageReport> reports, IReadOnlyList<Signature> signatures)
    {
        if (SignatureOf(signatures) is not { } signature) return;
        foreach (var report in reports.Where(report => report.Epoch >= signature.FirstEpoch && report.Epoch <= signature.LastEpoch))
            report.Unreviewed = false;
    }
}
