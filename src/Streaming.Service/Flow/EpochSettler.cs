using Google.Protobuf.WellKnownTypes;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;
using Channels = System.Threading.Channels;

namespace Streaming.Service.Flow;

/// <summary>
/// The second half of a bed's lane: takes the network's answers in epoch order, adds the night's context, and commits each decision with the state
/// to go on from. What is committed is published by the night log, never before.
/// </summary>
internal sealed class EpochSettler(BedKey bed, Line line)
{
    private const string TooManyCause = "too-many-events";
    private const string ChangedCause = "event-changed";
    private const int MostEventBytes = 1 << 20; // a mark every other second of a long night
    private const int BytesForLights = 1 << 16; // statistics rest on them: they are taken where no more notes are

    // Full: the bed's lane waits; then it fills and falls back on the journal. Nothing is dropped.
    private readonly Channels.Channel<SettleItem> _items = Channels.Channel.CreateBounded<SettleItem>(line.Flow.EpochsInFlightPerBed);
    private readonly Dictionary<long, StageReport> _awaitingRevision = [];
    private StageSmoother? _smoother;
    private ServedModel _model = line.Models.Current;
    private SettleItem.Swapped? _swapAtStart;
    private ReportWriter? _reports;
    private EpochExplainer? _explainer;
    private string _studyId = "";
    private long _eventBytes; // of what the gateway said of the study beside its samples
    private Study? _study;
    private readonly Lock _gate = new();
    private readonly Queue<long> _opening = [];
    private long _safeOffset = long.MaxValue;

    /// <summary>Recovery never needs an earlier journal record of this bed than this one.</summary>
    public long SafeOffset
    {
        get
        {
            // A study that is not committed yet must not be passed over by a checkpoint.
            lock (_gate) return _opening.TryPeek(out var opening) ? Math.Min(opening, _safeOffset) : _safeOffset;
        }
    }

    /// <exception cref="Channels.ChannelClosedException">The lane has failed.</exception>
    public async ValueTask AddAsync(SettleItem item, CancellationToken cancellationToken)
    {
        if (item is SettleItem.Opened opened)
        {
            lock (_gate) _opening.Enqueue(opened.FirstOffset);
        }
        await _items.Writer.WriteAsync(item, cancellationToken);
    }

    /// <summary>Nothing is settled any more: who waits for room, or comes later, learns it at once.</summary>
    public void Close() => _items.Writer.TryComplete();

    /// <summary>Goes on with an open study.</summary>
    /// <param name="study">The study.</param>
    /// <param name="model">To go on with.</param>
    /// <param name="state">After its last epoch, or null.</param>
    /// <param name="firstOffset">Of its first record.</param>
    /// <param name="awaiting">FINAL reports that are to be revised.</param>
    /// <param name="swappedSession">Where the state is another model's: the state of the session to go on with.</param>
    /// <param name="eventBytes">Of what was said of it so far.</param>
    public void Restore(
        Study study, ServedModel model, EpochState? state, long firstOffset, IReadOnlyList<StageReport> awaiting, byte[]? swappedSession, long eventBytes)
    {
        Begin(study, model);
        _eventBytes = eventBytes;
        Reach(state?.ResumeOffset ?? firstOffset);
        if (state is null) return;
        _explainer = new EpochExplainer(line.Sessions.Findings(study, state.Evidence));
        foreach (var final in awaiting) _awaitingRevision[final.Epoch] = final;
        if (state.Fits(model)) _smoother = StageSmoother.Restore(model.Smoother, state.Smoother);
        else
        {
            // The model before is gone, and with it what its context would have made of these epochs.
            _smoother = null;
            _swapAtStart = new SettleItem.Swapped(model, swappedSession, null);
        }
    }

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (_swapAtStart is { } swap) await SwapAsync(swap, cancellationToken);
        await foreach (var item in _items.Reader.ReadAllAsync(cancellationToken))
        {
            await (item switch
            {
                SettleItem.Opened opened => OpenAsync(opened, cancellationToken),
                SettleItem.Closed closed => SettleAsync(closed.Pending, cancellationToken),
                SettleItem.Ended ended => EndAsync(ended, cancellationToken),
                SettleItem.Happened happened => KeepAsync(happened.Event, cancellationToken),
                SettleItem.Shown shown => ShowAsync(shown.Change, cancellationToken),
                SettleItem.Swapped swapped => SwapAsync(swapped, cancellationToken),
                SettleItem.Reached reached => Task.FromResult(reached.Done.TrySetResult()),
                _ => throw new InvalidOperationException($"Nothing settles a {item.GetType().Name}."),
            });
        }
    }

    private void Reach(long offset)
    {
        lock (_gate) _safeOffset = offset;
    }

    private void Begin(Study study, ServedModel model)
    {
        (_studyId, _study, _model) = (study.Id.ToString(), study, model);
        _smoother = new StageSmoother(model.Smoother);
        _reports = new ReportWriter(bed, study, model.Caps);
        _explainer = new EpochExplainer(line.Sessions.Findings(study, default));
        _awaitingRevision.Clear();
        _eventBytes = 0;
    }

    private async Task OpenAsync(SettleItem.Opened opened, CancellationToken cancellationToken)
    {
        Begin(opened.Study, opened.Model);
        await line.WriteAsync(
            transaction =>
            {
                transaction.OpenStudy(bed, opened.Descriptor, opened.FirstOffset);
                transaction.KeepModel(_studyId, -1, _model);
                transaction.AnnounceBed(bed, line.Beds.Foresee(bed, shown => ShownBed.Begin(shown, _studyId)));
            },
            cancellationToken);
        line.Beds.Change(bed, shown => ShownBed.Begin(shown, _studyId));
        lock (_gate) _safeOffset = _opening.Dequeue();
        line.Notice.TellOf(bed, _studyId);
        if (opened.Remarks.Count > 0)
            line.Advisories.Raise(bed, _studyId, AdvisoryCause.Montage, string.Join("; ", opened.Remarks), AdvisoryPriority.Low);
        if (StudyReader.StartFault(opened.Descriptor) is { } undated) line.Advisories.Raise(bed, _studyId, AdvisoryCause.StudyStart, undated, AdvisoryPriority.Low);
    }

    private async Task SettleAsync(PendingEpoch pending, CancellationToken cancellationToken)
    {
        var estimate = await pending.Estimate.WaitAsync(cancellationToken);
        var decisions = _smoother!.Accept(pending.Epoch.Number, estimate?.Probabilities);
        var reason = _explainer!.Explain(pending.Epoch, decisions[0]);
        var state = new EpochState(
            pending.Epoch.Number, pending.Epoch.ResumeOffset, pending.ClosedOffset, pending.Epoch.StateAfter, _smoother.Save(), _explainer.Save());
        var now = line.Time.GetUtcNow();
        var reports = decisions.Select(decision => decision.Revision == Core.Staging.Revision.Final
            ? Await(_reports!.Final(pending, estimate, decision, reason, estimate?.Model ?? _model.Identity, now))
            : Revise(decision, now)).ToList();
        var told = pending.Epoch.SignalAdvisories.Select(advisory => SignalWords.ToProto(advisory, bed, _study!)).ToList();
        await CommitAsync(reports, state, [.. pending.StudyAccounts.Select(_reports!.ToProto)], told, cancellationToken);
        Reach(state.ResumeOffset);
        Tell(reports);
    }

    private async Task CommitAsync(
        List<StageReport> reports, EpochState state, IReadOnlyList<ChannelAccount> accounts, List<Advisory> told, CancellationToken cancellationToken)
    {
        void Show(Bed shown) => ShownBed.Decide(shown, reports, accounts);
        var before = line.Beds.StateOf(bed) ?? BedState.Idle;
        await line.WriteAsync(
            transaction =>
            {
                foreach (var report in reports) transaction.AddReport(bed, report);
                transaction.KeepState(_studyId, state);
                transaction.KeepAccounts(_studyId, accounts);
                // With the epoch they rest on: after a restart each is told once all the same.
                foreach (var advisory in told) transaction.AddAdvisory(bed, advisory);
                // What is shown of a bed changes with every epoch, but only its state is news: nothing else of it is looked at here.
                if (ShownBed.StateAfter(before, reports) != before) transaction.AnnounceBed(bed, line.Beds.Foresee(bed, Show));
            },
            cancellationToken);
        line.Beds.Change(bed, Show);
        foreach (var advisory in told) line.Advisories.Follow(advisory);
    }

    private StageReport Await(StageReport final) => _awaitingRevision[final.Epoch] = final;

    private StageReport Revise(StageDecision decision, DateTimeOffset now)
    {
        if (!_awaitingRevision.Remove(decision.Epoch, out var final))
            throw new InvalidOperationException($"Epoch {decision.Epoch} was revised before it was decided.");
        return ReportWriter.Revised(final, decision, now, _model.Caps);
    }

    /// <summary>What the model before has decided is revised with what it has seen; the new one's context begins with the night's last answers.</summary>
    private async Task SwapAsync(SettleItem.Swapped swap, CancellationToken cancellationToken)
    {
        var now = line.Time.GetUtcNow();
        var decisions = _smoother?.End() ?? [.. _awaitingRevision.Values.OrderBy(final => final.Epoch).Select(ModelSwap.AsItWas)];
        var reports = decisions.Select(decision => Revise(decision, now)).ToList();
        var (state, context) = await line.Reads.NightLogAsync(
            log => (log.LastState(_studyId), log.LastFinals(_studyId, ModelSwap.ContextEpochs)), cancellationToken);
        _smoother = ModelSwap.Smoother(swap.Model, context);
        (_model, _reports) = (swap.Model, new ReportWriter(bed, _study!, swap.Model.Caps));
        await line.WriteAsync(
            transaction =>
            {
                foreach (var report in reports) transaction.AddReport(bed, report);
                transaction.KeepModel(_studyId, state?.Epoch ?? -1, _model);
                if (state is not null) transaction.KeepState(_studyId, state with { Session = swap.Session ?? state.Session, Smoother = _smoother.Save() });
            },
            cancellationToken);
        line.Meter.Decided(reports);
        swap.Kept?.TrySetResult();
    }

    private async Task EndAsync(SettleItem.Ended ended, CancellationToken cancellationToken)
    {
        var now = line.Time.GetUtcNow();
        var reports = _smoother!.End().Select(decision => Revise(decision, now)).ToList();
        var left = line.Advisories.Of(bed).Where(advisory => advisory.Fault != SignalFault.Unspecified && advisory.StudyId == _studyId).ToList();
        foreach (var advisory in left) SignalWords.End(advisory, _study!, ended.AtSeconds);
        await line.WriteAsync(
            transaction =>
            {
                foreach (var report in reports) transaction.AddReport(bed, report);
                transaction.EndStudy(_studyId, ended.Reason, ended.EndOffset, ended.Accounts.Select(_reports!.ToProto));
                foreach (var advisory in left) transaction.AddAdvisory(bed, advisory);
                transaction.AnnounceBed(bed, line.Beds.Foresee(bed, ShownBed.End));
            },
            cancellationToken);
        line.Beds.Change(bed, ShownBed.End);
        Reach(long.MaxValue);
        _awaitingRevision.Clear();
        foreach (var advisory in left) line.Advisories.Follow(advisory);
        foreach (var cause in AdvisoryCause.OfOneStudy) line.Advisories.End(bed, cause);
        line.Meter.Decided(reports);
    }

    private async Task ShowAsync(Action<Bed> change, CancellationToken cancellationToken)
    {
        await line.WriteAsync(transaction => transaction.AnnounceBed(bed, line.Beds.Foresee(bed, change)), cancellationToken);
        line.Beds.Change(bed, change);
    }

    /// <summary>A night is one message, in every watcher's snapshot of the ward: what a gateway says of one has a bound.</summary>
    private async Task KeepAsync(StudyEvent happened, CancellationToken cancellationToken)
    {
        var bytes = happened.CalculateSize();
        var isLights = happened.WhatCase is StudyEvent.WhatOneofCase.LightsOff or StudyEvent.WhatOneofCase.LightsOn;
        if (_eventBytes + bytes > MostEventBytes + (isLights ? BytesForLights : 0))
        {
            Refuse(TooManyCause, $"{MostEventBytes} bytes of events are kept of one study; more came");
            return;
        }
        var (isNew, isOther) = (false, false);
        await line.WriteAsync(
            transaction =>
            {
                isNew = transaction.IsNewEvent(happened.StudyId, happened.EventId);
                if (isNew) EventRows.Add(transaction, bed, happened, line.Time.GetUtcNow());
                else isOther = EventRows.Words(happened) is { } words && !transaction.IsKept(happened.StudyId, words);
            },
            cancellationToken);
        if (isNew) _eventBytes += bytes;
        if (isOther) Refuse(ChangedCause, $"event_id {happened.EventId} came again with another content: it is not taken; every event needs an id of its own");
    }

    private void Refuse(string cause, string text)
    {
        line.Meter.Rejected(cause);
        line.Beds.Reject(bed, line.Flow.MaximumBeds);
        line.Advisories.Raise(bed, _studyId, cause, text, AdvisoryPriority.Medium, endsWhenQuiet: true);
    }

    private void Tell(List<StageReport> reports)
    {
        line.Meter.Decided(reports);
        foreach (var report in reports.Where(report => report.Revision == V1.Revision.Final))
        {
            if (LossWords.Of(report.Accounts) is { } lost) line.Advisories.Raise(bed, _studyId, AdvisoryCause.SamplesLost, lost, AdvisoryPriority.Medium);
            else line.Advisories.End(bed, AdvisoryCause.SamplesLost);
        }
    }
}
