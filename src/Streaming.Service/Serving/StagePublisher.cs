using Microsoft.Extensions.Hosting;
using Streaming.Parts.Mqtt;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>
/// Committed reports on the bed's MQTT stage topic, in order, at least once. It is a watcher like any other: a slow broker holds nobody up.
/// </summary>
internal sealed class StagePublisher(NightLog log, PatientReads reads, CommitFeed feed, BrokerLink broker, TimeProvider time) : BackgroundService
{
    private const string CursorKey = "stage_published";
    private const int BatchLimit = 64;
    private static readonly TimeSpan s_keepEvery = TimeSpan.FromSeconds(1); // what is not kept is published again after a restart

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(provisional: false);
        try
        {
            var cursor = await reads.NightLogAsync(reader => reader.Meta(CursorKey) ?? 0, stoppingToken);
            var (kept, keptAt) = (cursor, time.GetTimestamp());
            while (true)
            {
                var from = cursor;
                var deltas = await reads.UntilAnsweredAsync(() => feed.Read(from, BatchLimit), stoppingToken); // from the log where it is far behind
                // Handed over in order, acknowledged together: the broker's answers are not waited for one by one.
                await Task.WhenAll(deltas.Where(delta => !delta.Report.IsEmpty)
                    .Select(delta => PublishAsync(delta, stoppingToken)).ToList());
                if (deltas.Count > 0) cursor = deltas[^1].Sequence;
                else await subscription.WaitAsync(cursor > kept ? s_keepEvery : Timeout.InfiniteTimeSpan, stoppingToken);
                if (cursor == kept || time.GetElapsedTime(keptAt) < s_keepEvery) continue;
                await KeepAsync(cursor, stoppingToken);
                (kept, keptAt) = (cursor, time.GetTimestamp());
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task PublishAsync(Delta delta, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(IngestTopic.Stage(delta.Bed), delta.Report) { Retain = delta.Revision == V1.Revision.Final };
        await broker.PublishAsync(message, cancellationToken);
    }

    private async Task KeepAsync(long cursor, CancellationToken cancellationToken)
    {
        try
        {
            await log.WriteAsync(transaction => { transaction.SetMeta(CursorKey, cursor); return true; }, cancellationToken);
        }
        catch (Microsoft.Data.Sqlite.SqliteException)
        {
            // At least once: after a restart these are published again.
        }
    }
}
