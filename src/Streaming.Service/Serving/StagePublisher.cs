using Google.Protobuf;
using Microsoft.Extensions.Hosting;
using Streaming.Parts.Mqtt;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>
/// Committed reports on the bed's MQTT stage topic, in order, at least once. It is a watcher like any other: a slow broker holds nobody up.
/// </summary>
internal sealed class StagePublisher(NightLog log, CommitFeed feed, BrokerLink broker) : BackgroundService
{
    private const string CursorKey = "stage_published";
    private const int BatchLimit = 64;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var subscription = feed.Subscribe(provisional: false);
        var cursor = Cursor();
        try
        {
            while (true)
            {
                var deltas = feed.Read(cursor, BatchLimit);
                foreach (var delta in deltas)
                {
                    if (delta.Message.Report is { } report) await PublishAsync(delta.Bed, report, stoppingToken);
                }
                if (deltas.Count == 0)
                {
                    await subscription.WaitAsync(Timeout.InfiniteTimeSpan, stoppingToken);
                    continue;
                }
                cursor = deltas[^1].Sequence;
                await KeepAsync(cursor, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private long Cursor()
    {
        using var reader = log.Read();
        return reader.Meta(CursorKey) ?? 0;
    }

    private async Task PublishAsync(BedKey bed, StageReport report, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(IngestTopic.Stage(bed), report.ToByteArray()) { Retain = report.Revision == V1.Revision.Final };
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
