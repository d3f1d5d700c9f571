using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>How what is shown of a bed follows from its study's decisions: by the same rules as they are committed, as they are foreseen, and after a restart.</summary>
internal static class ShownBed
{
    /// <summary>A study begins: what was shown of the one before is gone.</summary>
    public static void Begin(Bed bed, string studyId)
    {
        bed.StudyId = studyId;
        bed.State = BedState.Calibrating;
        (bed.LastReport, bed.FinalEpochs, bed.UnscorableEpochs, bed.LostSamples, bed.Epochs, bed.LastSamples) = (null, 0, 0, 0, null, null);
        bed.Accounts.Clear();
        bed.ChannelQuality.Clear();
    }

    /// <summary>An epoch was decided, or revised.</summary>
    /// <param name="bed">Changed in place.</param>
    /// <param name="reports">FINAL and REVISED in the order of commit; only the first kind counts.</param>
    /// <param name="accounts">Over the whole study so far, by channel.</param>
    public static void Decide(Bed bed, IReadOnlyList<StageReport> reports, IReadOnlyList<ChannelAccount> accounts)
    {
        foreach (var report in reports.Where(report => report.Revision == V1.Revision.Final))
        {
            bed.LastReport = report;
            bed.FinalEpochs++;
            if (report.Stage == V1.Stage.Unscorable) bed.UnscorableEpochs++;
            bed.State = StateAfter(bed.State, report);
        }
        bed.LostSamples = accounts.Sum(account => account.Lost);
        bed.Accounts.Clear();
        bed.Accounts.Add(accounts);
        if (bed.LastReport is not { } last) return;
        bed.ChannelQuality.Clear();
        bed.ChannelQuality.Add(last.ChannelQuality);
    }

    /// <summary>What <see cref="Decide"/> made of all reports of a night, of which only the last is there.</summary>
    public static void Restore(Bed bed, StageReport? last, (int Finals, int Unscorable) counted, IReadOnlyList<ChannelAccount> accounts)
    {
        Decide(bed, last is null ? [] : [last], accounts);
        (bed.FinalEpochs, bed.UnscorableEpochs) = (counted.Finals, counted.Unscorable);
    }

    /// <summary>The state of a bed after these reports.</summary>
    public static BedState StateAfter(BedState before, IReadOnlyList<StageReport> reports) =>
        reports.LastOrDefault(report => report.Revision == V1.Revision.Final) is { } final ? StateAfter(before, final) : before;

    /// <summary>The study is over: a last part of an epoch is no epoch, so none is open.</summary>
    public static void End(Bed bed)
    {
        bed.State = BedState.Ended;
        bed.Epochs = Balanced(bed, begun: 0);
    }

    /// <summary>begun = staged + unscorable + open, whatever has been reached.</summary>
    public static EpochAccount Balanced(Bed bed, long begun)
    {
        var decided = bed.FinalEpochs;
        return new EpochAccount
        {
            Begun = Math.Max(begun, decided),
            Staged = decided - bed.UnscorableEpochs,
            Unscorable = bed.UnscorableEpochs,
            Open = Math.Max(begun, decided) - decided,
        };
    }

    // What is decided late, of samples from before a silence, does not end the silence.
    private static BedState StateAfter(BedState before, StageReport final) => before is BedState.Stalled or BedState.Waiting
        ? before
        : final.Calibrating ? BedState.Calibrating : BedState.Staging;
}
