using Streaming.Core.Windowing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>An epoch once more, bit for bit where the model in use decided it: from the state after the epoch before it and the journal.</summary>
internal sealed class EpochReplay(ModelShelf models, SessionFactory sessions, SessionWarmer warmer, Journal journal, PayloadReader payloads)
{
    /// <exception cref="Grpc.Core.RpcException">NOT_FOUND: it is not decided, or its samples are gone.</exception>
    public Epoch Read(long number, StoredStudy stored, NightLogReader log)
    {
        if (log.State(stored.Id, number) is not { } state) throw RequestCheck.NotFound($"epoch {number} of study {stored.Id} is not decided");
        return Again(number, state.ClosedOffset, stored, log) ?? throw RequestCheck.NotFound($"epoch {number}: its samples are no longer held");
    }

    private Epoch? Again(long number, long closedOffset, StoredStudy stored, NightLogReader log)
    {
        var study = StudyReader.ReadKept(stored.Descriptor);
        var before = number == 0 ? null : log.State(stored.Id, number - 1);
        // Decided before a model with other filters came: drawn as that model would see it, which is what can be asked of it.
        var model = models.Current;
        var session = before is null
            ? sessions.Begin(study, model)
            : sessions.Restore(study, model, warmer.After(before, study, model, stored, log));
        var records = new StudyRecords(payloads, stored, study);
        foreach (var kept in journal.Read(before?.ResumeOffset ?? stored.FirstOffset))
        {
            if (kept.Offset >= closedOffset) break;
            if (kept.Record.Site != stored.Bed.Site || kept.Record.Bed != stored.Bed.Bed) continue;
            var closed = Feed(session, study, kept, records.Read(kept.Record));
            if (closed.FirstOrDefault(epoch => epoch.Number == number) is { } found) return found;
            // The record that closed it was a descriptor of the next study, or a time-out: the study was closed by force.
            if (kept.NextOffset >= closedOffset) return session.TimeOut(kept.NextOffset).FirstOrDefault(epoch => epoch.Number == number);
        }
        return null;
    }

    private static IReadOnlyList<Epoch> Feed(BedSession session, Core.Signals.Study study, JournalEntry kept, IngestMessage? message) => message switch
    {
        IngestMessage.Samples samples => session.Accept(samples.Decode(new SampleBuffer()), kept.Offset, kept.NextOffset),
        IngestMessage.Happened { Event.WhatCase: StudyEvent.WhatOneofCase.StudyEnded } ended =>
            session.End(EventReader.ToEnd(ended.Event.StudyEnded, study), kept.NextOffset),
        _ => [],
    };
}
