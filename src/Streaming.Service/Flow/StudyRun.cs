using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>An open study on its way: session, arrival times, backfill, rolling windows.</summary>
internal sealed class StudyRun(BedKey bed, Study study, BedSession session, ServedModel model, Line line, EpochSettler settler)
{
    private readonly ArrivalTimes _arrivals = new(study);
    private readonly BackfillDesk _backfill = new(bed, study, line);
    private readonly ReportWriter _reports = new(bed, study);
    private readonly string _studyId = study.Id.ToString();
    private readonly ChannelSilence _silence = new(bed, study);
    private readonly RecorderClockWatch _clock = new(bed, study);
    private int _windowsInFlight;

    public Study Study { get; } = study;

    /// <summary>What its epochs are read with.</summary>
    public ServedModel Model { get; } = model;

    public async ValueTask AcceptAsync(Core.Signals.SampleBlock block, LaneEntry entry, CancellationToken cancellationToken)
    {
        _arrivals.Note(block, entry.ReceivedAt);
        var closed = session.Accept(block, entry.Offset, entry.NextOffset);
        if (closed.Count > 0) await SendAsync(closed, entry, cancellationToken);
        line.Beds.Reach(bed, _studyId, session.FurthestSeconds, session.EpochsBegun);
        _silence.Look(session, line.Advisories);
        _clock.Look(entry.ReceivedAt, session.FurthestSeconds, line.Advisories);
        _backfill.Consider(session, line.Flow.BackfillAfterSeconds);
        if (line.Flow.Provisional) OfferWindow(entry.ReceivedAt);
    }

    /// <summary>After a silence everything before the furthest sample has had its time.</summary>
    public void AskForMissing() => _backfill.Consider(session, 0);

    public async ValueTask EndAsync(StudyEnded ended, LaneEntry entry, CancellationToken cancellationToken)
    {
        await SendAsync(session.End(EventReader.ToEnd(ended, Study), entry.NextOffset), entry, cancellationToken);
        await settler.AddAsync(new SettleItem.Ended("ended", entry.NextOffset, session.StudyAccounts, session.NextStartSeconds), cancellationToken);
    }

    public async ValueTask TimeOutAsync(string reason, LaneEntry entry, CancellationToken cancellationToken)
    {
        await SendAsync(session.TimeOut(entry.NextOffset), entry, cancellationToken);
        await settler.AddAsync(new SettleItem.Ended(reason, entry.NextOffset, session.StudyAccounts, session.NextStartSeconds), cancellationToken);
    }

    private async ValueTask SendAsync(IReadOnlyList<Epoch> closed, LaneEntry entry, CancellationToken cancellationToken)
    {
        var accounts = session.StudyAccounts;
        foreach (var epoch in closed)
        {
            var pending = new PendingEpoch(epoch, _arrivals.Take(epoch.Number, entry.ReceivedAt), entry.NextOffset, accounts, Model);
            line.Meter.Closed(epoch.UnscorableReason is null);
            if (epoch.UnscorableReason is null)
                await line.Scoring.SubmitAsync(pending, cancellationToken);
            else
                pending.Answer(null);
            await settler.AddAsync(new SettleItem.Closed(pending), cancellationToken);
        }
    }

    /// <summary>Rolling windows are the first thing to go: none is made while an epoch waits or the last one is still being read.</summary>
    private void OfferWindow(DateTimeOffset receivedAt)
    {
        if (Volatile.Read(ref _windowsInFlight) > 0 || !line.Scoring.HasSpareRoom) return;
        if (session.RollingWindow() is not { UnscorableReason: null } window) return;
        var pending = new PendingEpoch(window, receivedAt, 0, [], Model);
        if (!line.Scoring.TryOffer(pending))
        {
            line.Meter.Dropped("provisional");
            return;
        }
        Interlocked.Increment(ref _windowsInFlight);
        _ = PublishAsync(pending);
    }

    private async Task PublishAsync(PendingEpoch pending)
    {
        var estimate = await pending.Estimate;
        Interlocked.Decrement(ref _windowsInFlight);
        if (estimate is not null) line.Feed.Offer(bed, _reports.Provisional(pending, estimate, line.Time.GetUtcNow()));
    }
}
