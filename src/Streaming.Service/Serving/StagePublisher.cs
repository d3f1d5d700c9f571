using Microsoft.Extensions.Hosting;
using Streaming.Parts.Mqtt;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>
/// Committed reports on the bed's MQTT stage topic, in order, at least once. It is a watcher like any other: a slow broker holds nobody up.
/// </summary>
internal sealed partial class StagePublisher(
    NightLog log, PatientReads reads, CommitFeed feed, BrokerLink broker, TimeProvider time, ILogger<StagePublisher> logger) : BackgroundService
{
    private const string CursorKey = "stage_published";
    private const int BatchLimit = 64;
    private static readonly TimeSpan s_keepEvery = TimeSpan.FromSeconds(1); // what is not kept is published again after a restart
    private readonly LastingRefusal _refusal = new();

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
                foreach (var published in await Task.WhenAll(deltas.Where(delta => !delta.Report.IsEmpty).Select(delta => PublishAsync(delta, stoppingToken)).ToList()))
                    Note(published);
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

    private Task<MqttPublishResult> PublishAsync(Delta delta, CancellationToken cancellationToken)
    {
        var message = new MqttMessage(IngestTopic.Stage(delta.Bed), delta.Report) { Retain = delta.Revision == V1.Revision.Final };
        return broker.PublishAsync(message, cancellationToken).AsTask();
    }

    /// <summary>What the broker does not take is not sent again: its rights or its limits are for people to mend.</summary>
    private void Note(MqttPublishResult published)
    {
        if (published.IsAccepted) _refusal.End();
        else if (_refusal.IsNew(published.ReasonCode.ToString())) LogRefused(published.ReasonCode);
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

    [LoggerMessage(5020, LogLevel.Error, "The broker refuses results on the stage topics; who reads them there misses some: {Reason}")]
    private partial void LogRefused(MqttReasonCode reason);
}
