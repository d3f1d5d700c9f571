using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;
using Streaming.Service.Flow;
using Streaming.Service.Observing;
using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>The line's front door: check, journal, acknowledge, hand to the bed's lane - in this order, and in the order of arrival.</summary>
internal sealed partial class Intake(
    PayloadReader payloads, StudyDirectory studies, Journal journal, Ward ward, BedBoard beds, RejectionDesk rejections, LineMeter meter,
    IOptions<IngestOptions> options, IOptions<RecordingOptions> recording, TimeProvider time, ILogger<Intake> logger) : BackgroundService
{
    // Full: AcceptAsync waits, and with it the reader; the broker keeps what it may not send.
    private readonly Channel<Durable> _durable = Channel.CreateBounded<Durable>(
        new BoundedChannelOptions(options.Value.ReceiveMaximum) { SingleReader = true });

    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly ConcurrentDictionary<BedKey, long> _heldBytes = new();
    private readonly ResiliencePipeline<(long Offset, long NextOffset)> _persistent =
        new ResiliencePipelineBuilder<(long Offset, long NextOffset)> { TimeProvider = time }.AddRetry(new RetryStrategyOptions<(long, long)>
        {
            MaxRetryAttempts = int.MaxValue,
            Delay = TimeSpan.FromMilliseconds(recording.Value.RetryMilliseconds),
            ShouldHandle = new PredicateBuilder<(long, long)>().Handle<IOException>(),
        }).Build();
    private long _offeredThrough = journal.DurableEnd;
    private long _placedThrough;

    /// <summary>Every journal record before this offset has been offered to its lane.</summary>
    public long OfferedThrough => Volatile.Read(ref _offeredThrough);

    /// <summary>Messages that wait for their flush.</summary>
    public int Waiting => _durable.Reader.Count;

    /// <summary>Takes one message. A bad one is counted and acknowledged; a good one is acknowledged when it is durable.</summary>
    public async ValueTask AcceptAsync(
        string topic, ReadOnlyMemory<byte> payload, Func<ValueTask> acknowledge, CancellationToken cancellationToken)
    {
        if (Check(topic, payload, out var at) is not { } message)
        {
            await acknowledge();
            return;
        }
        beds.Hear(at.Bed);
        var record = new JournalRecord(at.Kind, at.Bed.Site, at.Bed.Bed, time.GetUtcNow(), payload);
        await AppendAsync(at.Bed, record, message, acknowledge, null, cancellationToken);
    }

    /// <summary>Journals the service's own word and completes when it is durable.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    public async Task RecordAsync(
        BedKey bed, JournalRecordKind kind, ReadOnlyMemory<byte> payload, IngestMessage message, CancellationToken cancellationToken)
    {
        var record = new JournalRecord(kind, bed.Site, bed.Bed, time.GetUtcNow(), payload);
        var offered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await AppendAsync(bed, record, message, null, offered, cancellationToken);
        await offered.Task.WaitAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var durable in _durable.Reader.ReadAllAsync(stoppingToken)) await HandOverAsync(durable, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for: what is not acknowledged comes again.
        }
    }

    /// <summary>One at a time: records are handed over in the order in which they stand in the journal.</summary>
    private async ValueTask AppendAsync(
        BedKey bed, JournalRecord record, IngestMessage message, Func<ValueTask>? acknowledge, TaskCompletionSource? offered,
        CancellationToken cancellationToken)
    {
        await _appending.WaitAsync(cancellationToken);
        try
        {
            var place = journal.AppendAsync(record, cancellationToken);
            await _durable.Writer.WriteAsync(new Durable(bed, record, message, place.AsTask(), acknowledge, offered), cancellationToken);
        }
        finally
        {
            _appending.Release();
        }
    }

    private IngestMessage? Check(string topic, ReadOnlyMemory<byte> payload, out IngestTopic at)
    {
        if (!IngestTopic.TryParse(topic, out at))
            return Refuse(null, new Rejection("malformed-topic", "site or bed is not 1-64 of A-Z a-z 0-9 - _ ."));
        if (!ward.HasRoomFor(at.Bed)) return Refuse(at.Bed, new Rejection("too-many-beds", "as many beds as may be are known"));
        var (message, rejection) = payloads.Read(at.Bed, at.Kind, payload);
        if (message is null) return Refuse(at.Bed, rejection!);
        switch (message)
        {
            case IngestMessage.Nothing:
                return null;
            case IngestMessage.Opened opened:
                // A retained descriptor comes again with every subscription.
                if (studies.Find(opened.Study.Id) is not null) return null;
                studies.Add(opened.Study, opened.Descriptor, at.Bed);
                _heldBytes.TryRemove(at.Bed, out _);
                return message;
            case IngestMessage.Held:
                var held = _heldBytes.AddOrUpdate(at.Bed, payload.Length, (_, sum) => sum + payload.Length);
                return held <= options.Value.HeldBytesPerBed
                    ? message
                    : Refuse(at.Bed, new Rejection("descriptor-missing", $"{options.Value.HeldBytesPerBed} bytes of studies without a descriptor"));
            default:
                return message;
        }
    }

    private IngestMessage? Refuse(BedKey? bed, Rejection rejection)
    {
        rejections.Reject(bed, rejection);
        return null;
    }

    private async Task HandOverAsync(Durable durable, CancellationToken cancellationToken)
    {
        var (offset, next) = await PlaceAsync(durable, cancellationToken);
        meter.Passed(LineStage.Journal, time.GetUtcNow() - durable.Record.ReceivedAt);
        ward.Offer(durable.Bed, new LaneEntry(offset, next, durable.Record.ReceivedAt, durable.Message));
        Volatile.Write(ref _offeredThrough, next);
        if (durable.Acknowledge is { } acknowledge) await acknowledge();
        durable.Offered?.TrySetResult();
        meter.Taken(durable.Record.Kind.ToString().ToLowerInvariant());
    }

    /// <summary>Waits for the flush. While the disk refuses, nothing is acknowledged: the same record is tried again and again.</summary>
    private async ValueTask<(long Offset, long NextOffset)> PlaceAsync(Durable durable, CancellationToken cancellationToken)
    {
        try
        {
            var place = await durable.Place;
            // A record before it was refused and written again behind it: a lane passes over what is older than it has seen, so this one follows.
            if (place.Offset >= _placedThrough) return Placed(place);
        }
        catch (IOException refused)
        {
            LogRefused(refused);
        }
        return Placed(await _persistent.ExecuteAsync(token => journal.AppendAsync(durable.Record, token), cancellationToken));
    }

    private (long Offset, long NextOffset) Placed((long Offset, long NextOffset) place)
    {
        _placedThrough = place.NextOffset;
        return place;
    }

    [LoggerMessage(1010, LogLevel.Error, "The journal takes nothing; nothing is acknowledged until it does")]
    private partial void LogRefused(Exception failure);

    private sealed record Durable(
        BedKey Bed, JournalRecord Record, IngestMessage Message, Task<(long Offset, long NextOffset)> Place, Func<ValueTask>? Acknowledge,
        TaskCompletionSource? Offered);
}
