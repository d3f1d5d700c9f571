using System.Text;
using Microsoft.Extensions.Hosting;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;

namespace Streaming.Service.Flow;

/// <summary>What only wall time can tell: beds that went silent, advisories that have passed, a checkpoint for recovery.</summary>
internal sealed class WardClock(Ward ward, Intake intake, Line line) : BackgroundService
{
    private const int CheckpointSeconds = 30;
    private static readonly TimeSpan s_heldUp = TimeSpan.FromSeconds(10);

    private int _seconds;
    private long _takesSince; // the store; what comes while it refuses waits before the lanes, and no bed is silent for that

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await CheckpointAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromSeconds(1), line.Time);
        try
        {
            while (await tick.WaitForNextTickAsync(stoppingToken))
            {
                var begun = line.Time.GetTimestamp();
                if (!line.Journal.IsWritable || !line.Log.IsWritable) _takesSince = begun;
                foreach (var (bed, lane) in ward.Lanes) await LookAsync(bed, lane, stoppingToken);
                line.Advisories.Tick();
                if (++_seconds % CheckpointSeconds == 0) await CheckpointAsync(stoppingToken);
                // The store held this up, and the lanes with it.
                if (line.Time.GetElapsedTime(begun) >= s_heldUp) _takesSince = line.Time.GetTimestamp();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task LookAsync(BedKey bed, BedLane lane, CancellationToken cancellationToken)
    {
        if (lane.Stopped.IsCompleted) return; // it failed: it takes no time-out, and would be sent one every second
        if (lane.Feed.HeldFrom != long.MaxValue) lane.Nudge();
        if (lane.Feed.Open is not { } open) return;
        var heard = line.Time.GetElapsedTime(_takesSince);
        var silence = heard < open.Silence ? heard : open.Silence;
        if (silence >= TimeSpan.FromSeconds(line.Flow.BackfillAfterSeconds)) lane.Nudge();
        if (silence >= TimeSpan.FromMinutes(line.Flow.StudyTimeoutMinutes))
            await TimeOutAsync(bed, open.StudyId, cancellationToken);
        else if (silence >= TimeSpan.FromSeconds(line.Flow.StallSeconds))
            await lane.Feed.StallAsync(cancellationToken);
    }

    /// <summary>The decision is journalled like a message, so that a replay of the journal decides the same.</summary>
    private async Task TimeOutAsync(BedKey bed, Guid studyId, CancellationToken cancellationToken)
    {
        var payload = Encoding.ASCII.GetBytes(studyId.ToString());
        await intake.RecordAsync(bed, JournalRecordKind.TimeOut, payload, new IngestMessage.TimedOut(studyId), cancellationToken);
    }

    /// <summary>Once: a disk that refuses it is looked at again with the next, and beds are looked after meanwhile.</summary>
    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        // Taken first: what is offered meanwhile is behind it.
        var offered = intake.OfferedThrough;
        var safe = Math.Min(offered, ward.SafeOffset);
        if (safe == 0) return;
        try
        {
            await line.Log.WriteAsync(transaction => { transaction.SetMeta(Ward.CheckpointKey, safe); return true; }, cancellationToken);
        }
        catch (Exception refused) when (refused is Microsoft.Data.Sqlite.SqliteException or IOException)
        {
            // The log has said so.
        }
    }
}
