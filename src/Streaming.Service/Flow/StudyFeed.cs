using System.Threading.Channels;
using Google.Protobuf.WellKnownTypes;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>
/// The first half of a bed's lane: journalled messages, in order, into the bed's session; closed epochs on to the network and the settler.
/// </summary>
/// <param name="callForWindow">Has the lane call <see cref="DrawWindow"/>; false where it cannot now.</param>
internal sealed class StudyFeed(BedKey bed, Line line, EpochSettler settler, Func<bool> callForWindow)
{
    private const int MaximumLookAhead = 64; // of any model's context

    private readonly HeldStudies _held = new(bed, line);
    private readonly SampleBuffer _buffer = new();
    private StudyRun? _run;
    private long _lastSamplesAt = line.Time.GetTimestamp();
    private volatile BedState _silence; // what is shown of an open study that sends nothing; unspecified: it sends

    /// <summary>Offset of the first record of a study whose descriptor has not come; the largest number where there is none.</summary>
    public long HeldFrom => _held.From;

    /// <summary>The study that is open, with the wall time since its last samples.</summary>
    public (Guid StudyId, TimeSpan Silence)? Open =>
        Volatile.Read(ref _run) is { } run ? (run.Study.Id, line.Time.GetElapsedTime(Volatile.Read(ref _lastSamplesAt))) : null;

    /// <summary>Goes on with an open study from what the night log kept of it.</summary>
    /// <returns>Journal offset to go on from.</returns>
    public long Restore(StoredStudy stored, NightLogReader log)
    {
        var study = StudyReader.ReadKept(stored.Descriptor);
        var (state, model) = (KnownState(stored, log), line.Models.Current);
        // Another model may have come while the service was down: the night goes on with it.
        var sessionState = state is null ? null : line.Warmer.After(state, study, model, stored, log);
        var session = sessionState is null ? line.Sessions.Begin(study, model) : line.Sessions.Restore(study, model, sessionState);
        var awaiting = state is null || state.Fits(model)
            ? log.LastFinals(stored.Id, model.Smoother.LookAheadEpochs)
            : log.Unrevised(stored.Id, MaximumLookAhead);
        settler.Restore(study, model, state, stored.FirstOffset, awaiting, sessionState, log.EventBytes(stored.Id));
        _run = new StudyRun(bed, study, session, model, line, settler, callForWindow);
        var wasStalled = log.LastingAdvisories().Any(left => left.Site == bed.Site && left.Bed == bed.Bed && left.Cause == AdvisoryCause.StudyStalled);
        _silence = wasStalled ? BedState.Stalled : BedState.Unspecified;
        // Its last report, by which it is shown so far, is from before the silence.
        if (wasStalled) line.Beds.Change(bed, shown => shown.State = BedState.Stalled);
        return state?.ResumeOffset ?? stored.FirstOffset;
    }

    /// <summary>The last state, said to be of the model in use or of an unknown one where its store does not say whose it is: an older version kept no owner, or the
    /// graph's hash alone. Then the hash decides, at worst that of the last report.</summary>
    private EpochState? KnownState(StoredStudy stored, NightLogReader log)
    {
        var (state, model) = (log.LastState(stored.Id), line.Models.Current);
        if (state is null or { IsWhollyNamed: true }) return state;
        var isSame = (state.ContextKey ?? log.LastFinals(stored.Id, 1).FirstOrDefault()?.Model.Sha256) == model.Identity.Sha256;
        return state with
        {
            ContextKey = isSame && StageSmoother.Takes(model.Smoother, state.Smoother) ? model.ContextKey : "unknown",
            SignalSha256 = state.SignalSha256 ?? (isSame ? model.SignalSha256 : "unknown"),
        };
    }

    public async ValueTask TakeAsync(LaneEntry entry, CancellationToken cancellationToken)
    {
        switch (entry.Message)
        {
            case IngestMessage.Opened opened:
                await OpenAsync(opened, entry, cancellationToken);
                break;
            case IngestMessage.Samples samples:
                await FeedAsync(samples, entry, cancellationToken);
                break;
            case IngestMessage.Happened happened:
                await HappenAsync(happened.Event, entry, cancellationToken);
                break;
            case IngestMessage.Held held:
                Hold(held.StudyId, entry.Offset, entry.ReceivedAt);
                break;
            case IngestMessage.Status status:
                await ShowAsync(status.Gateway, entry.ReceivedAt, cancellationToken);
                break;
            case IngestMessage.TimedOut timedOut when _run?.Study.Id == timedOut.StudyId:
                await CloseAsync("time-out", entry, cancellationToken);
                break;
        }
    }

    /// <summary>Nothing comes that would show what is missing: asks for it unbidden.</summary>
    public void AskForMissing()
    {
        _run?.AskForMissing();
        _held.Look();
    }

    /// <summary>The bed's turn to draw a rolling window has come, for the study that is open or the one before it.</summary>
    public void DrawWindow()
    {
        if (_run is { } run) run.TakeTurn();
        else line.Scoring.Turns.GiveBack();
    }

    /// <summary>Called by the clock, again and again, when the open study has been silent for long enough to say so. A bed that meanwhile sends a study
    /// without a descriptor is not silent: of that <c>descriptor-missing</c> tells, alone.</summary>
    public async Task StallAsync(CancellationToken cancellationToken)
    {
        var silence = _held.IsSending ? BedState.Waiting : BedState.Stalled;
        if (_silence == silence || _run is not { } run) return;
        _silence = silence;
        if (silence == BedState.Waiting) line.Advisories.End(bed, AdvisoryCause.StudyStalled);
        else line.Advisories.Raise(bed, run.Study.Id.ToString(), AdvisoryCause.StudyStalled, "a study is open and samples have stopped", AdvisoryPriority.High);
        try
        {
            await settler.AddAsync(new SettleItem.Shown(shown => shown.State = silence), cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The lane failed and has said so.
        }
    }

    private async ValueTask OpenAsync(IngestMessage.Opened opened, LaneEntry entry, CancellationToken cancellationToken)
    {
        var study = opened.Study;
        if (_run?.Study.Id == study.Id || line.Studies.Find(study.Id) is { IsClosed: true }) return;
        line.Studies.Add(study, opened.Descriptor, bed);
        if (await WasEndedAsync(study.Id, cancellationToken))
        {
            line.Studies.Close(study.Id);
            _held.Release(study.Id); // what came before it is of a night that is over
            return;
        }
        if (_run is not null) await CloseAsync("superseded", entry, cancellationToken);
        var firstOffset = _held.OffsetOf(study.Id) ?? entry.Offset;
        var montage = Montage.Resolve(study);
        var model = line.Models.Current;
        await settler.AddAsync(new SettleItem.Opened(study, opened.Descriptor, firstOffset, montage.Remarks, model), cancellationToken);
        // Not before: one of the two always tells a checkpoint what it must not pass.
        _held.Release(study.Id);
        Volatile.Write(ref _run, new StudyRun(bed, study, line.Sessions.Begin(study, model), model, line, settler, callForWindow));
        Volatile.Write(ref _lastSamplesAt, line.Time.GetTimestamp());
        if (firstOffset < entry.Offset) await FeedHeldAsync(study.Id, firstOffset, entry.Offset, cancellationToken);
    }

    /// <summary>The directory forgets at a restart; the night log does not. A night that is over is not staged a second time.</summary>
    private ValueTask<bool> WasEndedAsync(Guid studyId, CancellationToken cancellationToken) =>
        line.Reads.NightLogAsync(log => log.FindStudy(studyId.ToString()) is { IsEnded: true }, cancellationToken);

    /// <summary>What came before its descriptor is in the journal.</summary>
    private async ValueTask FeedHeldAsync(Guid studyId, long from, long to, CancellationToken cancellationToken)
    {
        await foreach (var kept in line.Reads.JournalAsync(from, to, cancellationToken))
        {
            if (kept.Record.Site != bed.Site || kept.Record.Bed != bed.Bed) continue;
            var (message, rejection) = line.Payloads.Read(bed, kept.Record.Kind, kept.Record.Payload);
            if (rejection is not null) line.Advisories.Raise(bed, studyId.ToString(), rejection.Cause, rejection.Text, AdvisoryPriority.Medium);
            var entry = new LaneEntry(kept.Offset, kept.NextOffset, kept.Record.ReceivedAt, message!);
            if (message is IngestMessage.Samples samples && samples.Study.Id == studyId)
                await FeedAsync(samples, entry, cancellationToken);
            if (message is IngestMessage.Happened happened && happened.Event.StudyId == studyId.ToString())
                await HappenAsync(happened.Event, entry, cancellationToken);
        }
    }

    private async ValueTask FeedAsync(IngestMessage.Samples samples, LaneEntry entry, CancellationToken cancellationToken)
    {
        var id = samples.Study.Id;
        if (_run is null || _run.Study.Id != id)
        {
            if (line.Studies.Find(id) is { IsClosed: true })
                TellOver(id, "samples");
            else
                Hold(id, entry.Offset, entry.ReceivedAt);
            return;
        }
        if (!entry.IsKept)
        {
            Volatile.Write(ref _lastSamplesAt, line.Time.GetTimestamp());
            if (_silence != BedState.Unspecified) await WakeAsync(cancellationToken);
        }
        if (!ReferenceEquals(_run.Model, line.Models.Current)) await SwapAsync(line.Models.Current, entry.Offset, cancellationToken);
        await _run.AcceptAsync(samples.Decode(_buffer), entry, cancellationToken);
    }

    /// <summary>From the next epoch on another model reads. What came of that epoch so far is fed to its session once more.</summary>
    private async ValueTask SwapAsync(ServedModel model, long offset, CancellationToken cancellationToken)
    {
        var settled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await settler.AddAsync(new SettleItem.Reached(settled), cancellationToken);
        await settled.Task.WaitAsync(cancellationToken);
        var study = _run!.Study;
        var (session, from) = await line.Reads.NightLogAsync(
            log =>
            {
                var stored = log.FindStudy(study.Id.ToString())!;
                var state = log.LastState(stored.Id);
                return (state is null ? null : line.Warmer.After(state, study, model, stored, log), state?.ResumeOffset ?? stored.FirstOffset);
            },
            cancellationToken);
        var kept = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await settler.AddAsync(new SettleItem.Swapped(model, session, kept), cancellationToken);
        await kept.Task.WaitAsync(cancellationToken);
        var next = session is null ? line.Sessions.Begin(study, model) : line.Sessions.Restore(study, model, session);
        Volatile.Write(ref _run, new StudyRun(bed, study, next, model, line, settler, callForWindow));
        await FeedAgainAsync(study, from, offset, cancellationToken);
    }

    private async ValueTask FeedAgainAsync(Study study, long from, long to, CancellationToken cancellationToken)
    {
        await foreach (var kept in line.Reads.JournalAsync(from, to, cancellationToken))
        {
            if (kept.Record.Kind != JournalRecordKind.Samples || kept.Record.Site != bed.Site || kept.Record.Bed != bed.Bed) continue;
            if (line.Payloads.Read(bed, kept.Record.Kind, kept.Record.Payload).Message is not IngestMessage.Samples samples) continue;
            if (samples.Study.Id != study.Id) continue;
            var entry = new LaneEntry(kept.Offset, kept.NextOffset, kept.Record.ReceivedAt, samples);
            await _run!.AcceptAsync(samples.Decode(_buffer), entry, cancellationToken);
        }
    }

    private async ValueTask HappenAsync(StudyEvent happened, LaneEntry entry, CancellationToken cancellationToken)
    {
        if (_run is null || _run.Study.Id.ToString() != happened.StudyId)
        {
            if (!StudyReader.TryReadId(happened.StudyId, out var id)) return;
            if (line.Studies.Find(id) is not { IsClosed: true }) Hold(id, entry.Offset, entry.ReceivedAt);
            else if (!await IsKnownAsync(happened, cancellationToken)) TellOver(id, "an event");
            return;
        }
        if (happened.WhatCase == StudyEvent.WhatOneofCase.StudyEnded)
        {
            await _run.EndAsync(happened.StudyEnded, entry, cancellationToken);
            Forget();
            return;
        }
        await settler.AddAsync(new SettleItem.Happened(happened), cancellationToken);
    }

    /// <summary>Delivery is at least once: what has had its effect may come again after the end.</summary>
    private async ValueTask<bool> IsKnownAsync(StudyEvent happened, CancellationToken cancellationToken) =>
        happened.WhatCase == StudyEvent.WhatOneofCase.StudyEnded
            || await line.Reads.NightLogAsync(log => log.HasEvent(happened.StudyId, happened.EventId), cancellationToken);

    private void TellOver(Guid studyId, string what) => line.Advisories.Raise(
        bed, studyId.ToString(), "study-over", $"{what} came for a study that is over", AdvisoryPriority.Low, endsWhenQuiet: true);

    private async ValueTask CloseAsync(string reason, LaneEntry entry, CancellationToken cancellationToken)
    {
        await _run!.TimeOutAsync(reason, entry, cancellationToken);
        Forget();
    }

    private void Forget()
    {
        line.Studies.Close(_run!.Study.Id);
        Volatile.Write(ref _run, null);
        _silence = BedState.Unspecified;
    }

    /// <summary>Notes where the records of a study without a descriptor begin.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="offset">Of the record.</param>
    /// <param name="receivedAt">When it came: a restart does not make it younger.</param>
    public void Hold(Guid studyId, long offset, DateTimeOffset receivedAt)
    {
        _held.Hold(studyId, offset, receivedAt);
        if (_run is null) line.Beds.Change(bed, shown => shown.State = BedState.Waiting);
    }

    private async ValueTask WakeAsync(CancellationToken cancellationToken)
    {
        _silence = BedState.Unspecified;
        line.Advisories.End(bed, AdvisoryCause.StudyStalled);
        await settler.AddAsync(
            new SettleItem.Shown(shown => shown.State = shown.LastReport is { Calibrating: false } ? BedState.Staging : BedState.Calibrating),
            cancellationToken);
    }

    private async ValueTask ShowAsync(GatewayStatus status, DateTimeOffset at, CancellationToken cancellationToken)
    {
        if (status.Online)
            line.Advisories.End(bed, AdvisoryCause.GatewayOffline);
        else if (_run is not null)
            line.Advisories.Raise(bed, _run.Study.Id.ToString(), AdvisoryCause.GatewayOffline, "the gateway went away", AdvisoryPriority.High);
        // Said again is no news, and not said anew: the broker repeats a retained word whenever the service comes back to it.
        if (line.Beds.Find(bed) is { GatewayTold: not null } known && known.GatewayOnline == status.Online) return;
        await settler.AddAsync(
            new SettleItem.Shown(shown => (shown.GatewayOnline, shown.GatewayTold) = (status.Online, at.ToTimestamp())), cancellationToken);
    }
}
