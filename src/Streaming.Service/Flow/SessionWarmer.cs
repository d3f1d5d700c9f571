using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;

namespace Streaming.Service.Flow;

/// <summary>Where a study's session would stand had it been of this model for a while: filters and scales warmed over the last epochs, read from the
/// journal once more.</summary>
internal sealed class SessionWarmer(SessionFactory sessions, Journal journal, PayloadReader payloads)
{
    /// <summary>As long as a study is marked calibrating: the scale has settled by then.</summary>
    public const int WarmingEpochs = 20;

    /// <summary>State of the model's session after an epoch.</summary>
    /// <param name="state">What is kept of that epoch, of another model.</param>
    /// <param name="study">The study.</param>
    /// <param name="model">To go on with.</param>
    /// <param name="stored">The same study as the log has it.</param>
    /// <param name="log">Holds the states before.</param>
    public byte[] After(EpochState state, Study study, ServedModel model, StoredStudy stored, NightLogReader log)
    {
        if (state.FitsSignal(model)) return state.Session;
        var from = log.State(stored.Id, state.Epoch - WarmingEpochs);
        var session = from is null
            ? sessions.Begin(study, model)
            : sessions.Restore(study, model, sessions.Resettle(study, model, from.Session));
        var warmed = Feed(session, study, stored, from?.ResumeOffset ?? stored.FirstOffset, state);
        // Its records are gone: the filters begin with the next sample.
        return warmed ?? sessions.Resettle(study, model, state.Session);
    }

    private byte[]? Feed(BedSession session, Study study, StoredStudy stored, long offset, EpochState state)
    {
        var (records, buffer) = (new StudyRecords(payloads, stored, study), new SampleBuffer());
        foreach (var kept in journal.Read(offset).TakeWhile(kept => kept.Offset < state.ClosedOffset))
        {
            if (records.Samples(kept.Record, buffer) is not { } block) continue;
            foreach (var epoch in session.Accept(block, kept.Offset, kept.NextOffset))
                if (epoch.Number == state.Epoch) return epoch.StateAfter;
        }
        return null;
    }
}
