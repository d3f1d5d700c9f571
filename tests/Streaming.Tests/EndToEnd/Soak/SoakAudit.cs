using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>Goes through the store after the night: every account, every epoch, every loss.</summary>
internal sealed class SoakAudit
{
    private readonly List<string> _faults = [];

    public long Finals { get; private set; }

    public long Unscorable { get; private set; }

    public long ExpectedSamples { get; private set; }

    public long LostSamples { get; private set; }

    public long BackfilledSamples { get; private set; }

    public long LateSamples { get; private set; }

    /// <summary>Samples or epochs that no account explains, losses that no fault explains, decisions told not once.</summary>
    public long Unaccounted { get; private set; }

    /// <summary>The first of them, in words.</summary>
    public IReadOnlyList<string> Faults => _faults;

    public async Task LookAsync(string store, IEnumerable<SoakStudy> studies, IReadOnlyList<StageReport> told)
    {
        await using var log = NightLog.Open(store, 1, NullLogger.Instance);
        using var reader = log.Read();
        foreach (var study in studies) Look(study, reader);
        foreach (var (key, count) in told.CountBy(report => (report.StudyId, report.Epoch, report.Revision)))
        {
            if (count != 1) Miss(1, $"{key} was told {count} times");
        }
        var kept = studies.Sum(study => reader.Reports(study.Study.Id, allRevisions: true).Count);
        if (kept != told.Count) Miss(Math.Abs(kept - told.Count), $"{kept} decisions are kept, {told.Count} were told");
    }

    private void Look(SoakStudy study, NightLogReader reader)
    {
        if (reader.FindStudy(study.Study.Id) is not { } stored)
        {
            Miss(1, $"study of {study.Bed} is not kept");
            return;
        }
        if (!stored.IsEnded) Miss(1, $"study of {study.Bed} has no end");
        var reports = reader.Reports(stored.Id, allRevisions: true);
        var finals = reports.Where(report => report.Revision == Revision.Final).ToList();
        var epochs = finals.Count;
        // A study that was left open ends where its last samples were.
        var fewest = study.AbandonedAt is { } left ? (left - 360) / 30 : study.Study.Seconds / 30;
        if (epochs < fewest || epochs > study.Study.Seconds / 30) Miss(Math.Abs(fewest - epochs), $"{study.Bed}: {epochs} epochs, expected {fewest}");
        if (!finals.Select(report => report.Epoch).SequenceEqual(Enumerable.Range(0, epochs).Select(epoch => (long)epoch)))
            Miss(1, $"{study.Bed}: epochs do not follow each other");
        var revised = reports.Count(report => report.Revision == Revision.Revised);
        if (revised != epochs) Miss(Math.Abs(revised - epochs), $"{study.Bed}: {revised} of {epochs} epochs were revised");
        foreach (var final in finals) Look(study, final);
        Look(study, stored.Accounts, finals);
    }

    private void Look(SoakStudy study, StageReport final)
    {
        Finals++;
        var (from, to) = (final.Epoch * 30.0, (final.Epoch + 1) * 30.0);
        var lost = final.Accounts.Sum(account => account.Lost);
        if (final.Stage == Stage.Unscorable) Unscorable++;
        if ((lost > 0 || final.Stage == Stage.Unscorable) && !study.IsExcused(from, to))
            Miss(Math.Max(1, lost), $"{study.Bed} epoch {final.Epoch}: {lost} samples lost, {final.Stage} {final.UnscorableReason}, and nothing happened there");
    }

    private void Look(SoakStudy study, IReadOnlyList<ChannelAccount> accounts, List<StageReport> finals)
    {
        foreach (var (n, account) in accounts.Index())
        {
            var expected = finals.Count * 30L * study.Study.Descriptor.Channels[n].RateHz.Numerator;
            Balance(study, account.Channel, "expected", expected, account.Expected);
            Balance(study, account.Channel, "received + backfilled + lost", account.Expected, account.Received + account.Backfilled + account.Lost);
            Balance(study, account.Channel, "lost by epoch", account.Lost, finals.Sum(final => final.Accounts[n].Lost));
            ExpectedSamples += account.Expected;
            LostSamples += account.Lost;
            BackfilledSamples += account.Backfilled;
            LateSamples += account.Late;
        }
    }

    private void Balance(SoakStudy study, string channel, string what, long wanted, long found)
    {
        if (wanted != found) Miss(Math.Abs(wanted - found), $"{study.Bed} {channel}: {what} {found}, not {wanted}");
    }

    private void Miss(long count, string what)
    {
        Unaccounted += count;
        if (_faults.Count < 20) _faults.Add(what);
    }
}
