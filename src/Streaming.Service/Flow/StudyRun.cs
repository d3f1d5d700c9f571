using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>An open study on its way: session, arrival times, backfill, rolling windows.</summary>
/// <param name="callForWindow">Has the lane call <see cref="TakeTurn"/>; false where it cannot now.</param>
internal sealed class StudyRun(
    BedKey bed, Study study, BedSession session, ServedModel model, Line line, EpochSettler settler, Func<bool> callForWindow)
{
    private readonly ArrivalTimes _arrivals = new(study);
    private readonly BackfillDesk _backfill = new(bed, study, line);
    private readonly ReportWriter _reports = new(bed, study, model.Caps);
    private readonly string _studyId = study.Id.ToString();
    private readonly ChannelSilence _silence = new(bed, study);
    private readonly RecorderClockWatch _clock = new(bed, study, line.Time);
    private readonly PlacingWatch _placing = new(bed, study, session, line.Time);
    private DateTimeOffset _lastReceived;
    private int _wantsWindow; // 1 from asking for a turn until it is over

    public Study Study { get; } = study;

    /// <summary>What its epochs are read with.</summary>
    public ServedModel Model { get; } = model;

    public async ValueTask AcceptAsync(Core.Signals.SampleBlock block, LaneEntry entry, CancellationToken cancellationToken)
    {
        _arrivals.Note(block, entry.ReceivedAt);
        var closed = session.Accept(block, entry.Offset, entry.NextOffset);
        if (closed.Count > 0) await SendAsync(closed, entry, cancellationToken);
        line.Beds.Reach(bed, _studyId, session.FurthestSeconds, session.EpochsBegun, entry.ReceivedAt);
        _silence.Look(session, line.Advisories);
        if (!entry.IsKept) _placing.Look(block, session, line.Advisories);
        _clock.Look(entry.ReceivedAt, session.FurthestSeconds, line.Advisories);
        _backfill.Consider(session, line.Flow.BackfillAfterSeconds);
        if (line.Flow.Provisional) AskForWindow(entry.ReceivedAt);
    }

    /// <summary>After a silence everything before the furthest sample has had its time.</summary>
    public void AskForMissing() => _backfill.Consider(session, 0);

    public async ValueTask EndAsync(StudyEnded ended, LaneEntry entry, CancellationToken cancellationToken)
    {
        _placing.Look(ended, session, line.Advisories);
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

    /// <summary>This bed's turn has come: draws its newest rolling window, if one is still due.</summary>
    public void TakeTurn()
    {
        PendingEpoch? pending = null;
        try
        {
            if (session.RollingWindow() is { UnscorableReason: null } window) pending = new PendingEpoch(window, _lastReceived, 0, [], Model);
        }
        finally
        {
            if (pending is null) EndTurn();
        }
        if (pending is null) return;
        line.Scoring.Offer(pending);
        _ = PublishAsync(pending);
    }

    /// <summary>Rolling windows are the first thing to go: none is drawn while an epoch waits, and what a bed then draws is the newest.</summary>
    private void AskForWindow(DateTimeOffset receivedAt)
    {
        _lastReceived = receivedAt;
        if (!session.IsWindowDue || Interlocked.Exchange(ref _wantsWindow, 1) == 1) return;
        line.Scoring.Turns.Ask(Call);
    }

    private bool Call()
    {
        if (callForWindow()) return true;
        line.Meter.Dropped("provisional");
        Volatile.Write(ref _wantsWindow, 0);
        return false;
    }

    private void EndTurn()
    {
        Volatile.Write(ref _wantsWindow, 0);
        line.Scoring.Turns.GiveBack();
    }

    private async Task PublishAsync(PendingEpoch pending)
    {
        var estimate = await pending.Estimate;
        EndTurn();
        if (estimate is not null) line.Feed.Offer(bed, _reports.Provisional(pending, estimate, line.Time.GetUtcNow()));
    }
}
