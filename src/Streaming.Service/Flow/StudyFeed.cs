using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>
/// The first half of a bed's lane: journalled messages, in order, into the bed's session; closed epochs on to the network and the settler.
/// </summary>
internal sealed class StudyFeed(BedKey bed, Line line, EpochSettler settler)
{
    private const int MaximumHeldStudies = 8;

    private readonly Dictionary<Guid, (long Offset, DateTimeOffset Since)> _held = [];
    private readonly SampleBuffer _buffer = new();
    private StudyRun? _run;
    private long _heldFrom = long.MaxValue;
    private long _lastSamplesAt = line.Time.GetTimestamp();
    private volatile bool _isStalled;

    /// <summary>Offset of the first record of a study whose descriptor has not come; the largest number where there is none.</summary>
    public long HeldFrom => Volatile.Read(ref _heldFrom);

    /// <summary>The study that is open, with the wall time since its last samples.</summary>
    public (Guid StudyId, TimeSpan Silence)? Open =>
        Volatile.Read(ref _run) is { } run ? (run.Study.Id, line.Time.GetElapsedTime(Volatile.Read(ref _lastSamplesAt))) : null;

    /// <summary>Journal offset to go on from.</summary>
    public long Restore(StoredStudy stored, NightLogReader log)
    {
        var (study, _) = StudyReader.Read(stored.Descriptor);
        var state = log.LastState(stored.Id);
        var session = state is null ? line.Sessions.Begin(study!) : line.Sessions.Restore(study!, state.Session);
        settler.Restore(study!, state, stored.FirstOffset, log.LastFinals(stored.Id, line.Model.Smoother.LookAheadEpochs));
        _run = new StudyRun(bed, study!, session, line, settler);
        _isStalled = log.LastingAdvisories().Any(left => left.Site == bed.Site && left.Bed == bed.Bed && left.Cause == "study-stalled");
        return state?.ResumeOffset ?? stored.FirstOffset;
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
                await ShowAsync(status.Gateway, cancellationToken);
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
        GiveUpStrays();
    }

    /// <summary>Called by the clock when a bed has been silent for long enough to say so.</summary>
    public async Task StallAsync(CancellationToken cancellationToken)
    {
        if (_isStalled || _run is not { } run) return;
        _isStalled = true;
        line.Advisories.Raise(bed, run.Study.Id.ToString(), "study-stalled", "a study is open and samples have stopped", AdvisoryPriority.High);
        await settler.AddAsync(new SettleItem.Shown(shown => shown.State = BedState.Stalled), cancellationToken);
    }

    private async ValueTask OpenAsync(IngestMessage.Opened opened, LaneEntry entry, CancellationToken cancellationToken)
    {
        var study = opened.Study;
        if (_run?.Study.Id == study.Id || line.Studies.Find(study.Id) is { IsClosed: true }) return;
        line.Studies.Add(study, opened.Descriptor, bed);
        if (WasEnded(study.Id))
        {
            line.Studies.Close(study.Id);
            return;
        }
        if (_run is not null) await CloseAsync("superseded", entry, cancellationToken);
        var firstOffset = _held.TryGetValue(study.Id, out var held) ? held.Offset : entry.Offset;
        var montage = Montage.Resolve(study);
        await settler.AddAsync(new SettleItem.Opened(study, opened.Descriptor, firstOffset, montage.Remarks), cancellationToken);
        // Not before: one of the two always tells a checkpoint what it must not pass.
        Release(study.Id);
        Volatile.Write(ref _run, new StudyRun(bed, study, line.Sessions.Begin(study), line, settler));
        Volatile.Write(ref _lastSamplesAt, line.Time.GetTimestamp());
        if (firstOffset < entry.Offset) await FeedHeldAsync(study.Id, firstOffset, entry.Offset, cancellationToken);
    }

    /// <summary>The directory forgets at a restart; the night log does not. A night that is over is not staged a second time.</summary>
    private bool WasEnded(Guid studyId)
    {
        using var log = line.Log.Read();
        return log.FindStudy(studyId.ToString()) is { IsEnded: true };
    }

    /// <summary>What came before its descriptor is in the journal.</summary>
    private async ValueTask FeedHeldAsync(Guid studyId, long from, long to, CancellationToken cancellationToken)
    {
        foreach (var kept in line.Journal.Read(from).TakeWhile(kept => kept.Offset < to))
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
                line.Advisories.Raise(bed, id.ToString(), "study-over", "samples came for a study that is over", AdvisoryPriority.Low);
            else
                Hold(id, entry.Offset, entry.ReceivedAt);
            return;
        }
        Volatile.Write(ref _lastSamplesAt, line.Time.GetTimestamp());
        if (_isStalled) await WakeAsync(cancellationToken);
        await _run.AcceptAsync(samples.Decode(_buffer), entry, cancellationToken);
    }

    private async ValueTask HappenAsync(StudyEvent happened, LaneEntry entry, CancellationToken cancellationToken)
    {
        if (_run is null || _run.Study.Id.ToString() != happened.StudyId)
        {
            if (StudyReader.TryReadId(happened.StudyId, out var id) && line.Studies.Find(id) is not { IsClosed: true }) Hold(id, entry.Offset, entry.ReceivedAt);
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

    private async ValueTask CloseAsync(string reason, LaneEntry entry, CancellationToken cancellationToken)
    {
        await _run!.TimeOutAsync(reason, entry, cancellationToken);
        Forget();
    }

    private void Forget()
    {
        line.Studies.Close(_run!.Study.Id);
        Volatile.Write(ref _run, null);
        _isStalled = false;
    }

    /// <summary>Notes where the records of a study without a descriptor begin.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="offset">Of the record.</param>
    /// <param name="receivedAt">When it came: a restart does not make it younger.</param>
    public void Hold(Guid studyId, long offset, DateTimeOffset receivedAt)
    {
        if (_held.ContainsKey(studyId)) return;
        if (_held.Count == MaximumHeldStudies)
        {
            line.Advisories.Raise(bed, "", "descriptor-missing", "samples of many studies without a descriptor; the oldest are given up",
                AdvisoryPriority.Medium);
            _held.Remove(_held.MinBy(held => held.Value.Offset).Key);
        }
        _held.Add(studyId, (offset, receivedAt));
        Volatile.Write(ref _heldFrom, _held.Values.Min(held => held.Offset));
        if (_run is null) line.Beds.Change(bed, shown => shown.State = BedState.Waiting);
    }

    /// <summary>A stray study must not pin recovery, and with it the journal, for ever.</summary>
    private void GiveUpStrays()
    {
        if (_held.Count == 0) return;
        var limit = line.Time.GetUtcNow() - TimeSpan.FromHours(line.Flow.HeldHours);
        foreach (var stray in _held.Where(held => held.Value.Since < limit).Select(held => held.Key).ToList())
        {
            Release(stray);
            line.Advisories.Raise(bed, "", "descriptor-missing", $"samples of a study whose descriptor did not come in {line.Flow.HeldHours} h are given up",
                AdvisoryPriority.Medium, endsWhenQuiet: true);
        }
    }

    private void Release(Guid studyId)
    {
        _held.Remove(studyId);
        Volatile.Write(ref _heldFrom, _held.Count == 0 ? long.MaxValue : _held.Values.Min(held => held.Offset));
    }

    private async ValueTask WakeAsync(CancellationToken cancellationToken)
    {
        _isStalled = false;
        line.Advisories.End(bed, "study-stalled");
        await settler.AddAsync(
            new SettleItem.Shown(shown => shown.State = shown.LastReport is { Calibrating: false } ? BedState.Staging : BedState.Calibrating),
            cancellationToken);
    }

    private async ValueTask ShowAsync(GatewayStatus status, CancellationToken cancellationToken)
    {
        if (status.Online)
            line.Advisories.End(bed, "gateway-offline");
        else if (_run is not null)
            line.Advisories.Raise(bed, _run.Study.Id.ToString(), "gateway-offline", "the gateway went away", AdvisoryPriority.High);
        if (line.Beds.Find(bed)?.GatewayOnline == status.Online) return;
        await settler.AddAsync(new SettleItem.Shown(shown => shown.GatewayOnline = status.Online), cancellationToken);
    }
}
