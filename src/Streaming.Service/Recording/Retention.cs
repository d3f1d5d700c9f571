using Microsoft.Extensions.Logging;

namespace Streaming.Service.Recording;

/// <summary>Deletes what the policy lets go: messages of recorded studies, whole journal files at a time, and old recordings. What is not recorded, or recovery may need,
/// stays, however short the disk is.</summary>
internal sealed partial class Retention(Journal journal, NightLog log, string recordings, RetentionOptions options, TimeProvider time, ILogger logger)
{
    private const int DeltasAtOnce = 2000; // a night's

    /// <summary>Deletes what is due.</summary>
    /// <param name="safeOffset">Recovery reads from here; nothing behind it may go.</param>
    /// <param name="isUrgent">The disk is short.</param>
    public async Task ApplyAsync(long safeOffset, bool isUrgent, CancellationToken cancellationToken)
    {
        List<KeptRecording> kept;
        long open;
        using (var reader = log.Read())
        {
            kept = reader.Recordings();
            open = reader.FirstUnrecordedOffset() ?? long.MaxValue;
        }
        if (options.RecordingDays > 0) await DeleteRecordingsAsync(kept, cancellationToken);
        var needed = Math.Min(open, safeOffset);
        if (options.JournalDays > 0)
        {
            var wanted = kept.Where(recording => !recording.IsJournalDeleted && !IsOlder(recording, options.JournalDays)).Select(recording => recording.FirstOffset);
            if (await DeleteJournalAsync(kept, wanted.Append(needed).Min(), cancellationToken)) return;
        }
        if (isUrgent && options.MakeRoom) await DeleteJournalAsync(kept, OldestEnd(kept, needed), cancellationToken);
    }

    /// <summary>As far as the oldest nights reach that make any room together: the disk is looked at before the next goes.</summary>
    private long OldestEnd(List<KeptRecording> kept, long needed)
    {
        var held = kept.Where(recording => !recording.IsJournalDeleted).Select(recording => Math.Min(recording.FirstOffset, needed)).Order();
        return held.Append(needed).First(start => start == needed || journal.LastStartBefore(start) > journal.FirstOffset);
    }

    /// <returns>False: there was nothing.</returns>
    private async Task<bool> DeleteJournalAsync(List<KeptRecording> kept, long keepFrom, CancellationToken cancellationToken)
    {
        var last = journal.LastStartBefore(keepFrom);
        if (last <= journal.FirstOffset) return false;
        // Said before it is done: a night whose samples are partly gone must not look whole.
        var gone = kept.Where(recording => !recording.IsJournalDeleted && recording.FirstOffset < last).Select(recording => recording.StudyId).ToList();
        // One night a transaction: the beds' decisions wait for this one, and of a ward's fortnight it would be for a minute. What a kill leaves is done by the next.
        foreach (var study in gone)
            await log.WriteAsync(transaction => { transaction.MarkJournalDeleted(study); return true; }, cancellationToken);
        await ForgetDeltasAsync(cancellationToken);
        LogDeleted(journal.DeleteBefore(last), gone.Count);
        return true;
    }

    private async Task ForgetDeltasAsync(CancellationToken cancellationToken)
    {
        long through;
        using (var reader = log.Read()) through = reader.LastUnneededDelta();
        while (await log.WriteAsync(transaction => transaction.ForgetDeltas(through, DeltasAtOnce), cancellationToken) == DeltasAtOnce)
        {
        }
    }

    private async Task DeleteRecordingsAsync(List<KeptRecording> kept, CancellationToken cancellationToken)
    {
        foreach (var old in kept.Where(recording => recording.File.Length > 0 && IsOlder(recording, options.RecordingDays)))
        {
            File.Delete(Path.Combine(recordings, old.File));
            await log.WriteAsync(
                transaction =>
                {
                    transaction.AddRecording(old.StudyId, "", old.WrittenAt);
                    return true;
                },
                cancellationToken);
            LogRecordingDeleted(old.StudyId);
        }
    }

    private bool IsOlder(KeptRecording recording, int days) => time.GetUtcNow() - recording.WrittenAt >= TimeSpan.FromDays(days);

    [LoggerMessage(2030, LogLevel.Information, "Retention: {Files} journal files were deleted; {Studies} recorded studies have no messages any more")]
    private partial void LogDeleted(int files, int studies);

    [LoggerMessage(2031, LogLevel.Information, "Retention: the recording of study {Study} was deleted")]
    private partial void LogRecordingDeleted(string study);
}
