using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Polly;
using Streaming.Parts.Mqtt;
using Streaming.Service.Flow;
using Streaming.Service.Observing;
using Streaming.Service.Recording;

namespace Streaming.Service.Ingest;

/// <summary>The line's front door: check, journal, acknowledge, hand to the bed's lane - in this order, and in the order of arrival.</summary>
internal sealed class Intake(
    PayloadReader payloads, StudyDirectory studies, Journal journal, Ward ward, BedBoard beds, RejectionDesk rejections, LineMeter meter,
    IOptions<IngestOptions> options, IOptions<RecordingOptions> recording, TimeProvider time) : BackgroundService
{
    private const long MostOpenBytes = 16 << 20;

    // Full: AcceptAsync waits, and with it the reader; the broker keeps what it may not send.
    private readonly Channel<Durable> _durable = Channel.CreateBounded<Durable>(
        new BoundedChannelOptions(options.Value.ReceiveMaximum) { SingleReader = true });

    private readonly SemaphoreSlim _appending = new(1, 1);
    private readonly ConcurrentDictionary<BedKey, long> _heldBytes = new();
    private readonly ResiliencePipeline _persistent = StoreRetry.Persistent(time, recording.Value);
    private long _offeredThrough = journal.DurableEnd;
    private long _placedThrough;

    /// <summary>Every journal record before this offset has been offered to its lane.</summary>
    public long OfferedThrough => Volatile.Read(ref _offeredThrough);

    /// <summary>Groups of messages that wait for their flush.</summary>
    public int Waiting => _durable.Reader.Count;

    /// <summary>Takes messages in the order in which they came. A bad one is counted and acknowledged; the good ones are acknowledged together, when
    /// all are durable.</summary>
    public async ValueTask AcceptAsync(IReadOnlyList<MqttReceived> arrived, CancellationToken cancellationToken)
    {
        var (good, records, now) = (new List<Arrival>(arrived.Count), new List<JournalRecord>(arrived.Count), time.GetUtcNow());
        foreach (var received in arrived)
        {
            if (Check(received.Topic, received.Payload, out var at) is not { } message)
            {
                await received.AcknowledgeAsync(CancellationToken.None);
                continue;
            }
            beds.Hear(at.Bed, now);
            good.Add(new Arrival(at.Bed, message, received));
            records.Add(new JournalRecord(at.Kind, at.Bed.Site, at.Bed.Bed, now, received.Payload));
        }
        if (good.Count > 0) await AppendAsync(good, [.. records], null, cancellationToken);
    }

    /// <summary>Journals the service's own word and completes when its lane has been offered it, however long the disk refuses before.</summary>
    public async Task RecordAsync(
        BedKey bed, JournalRecordKind kind, ReadOnlyMemory<byte> payload, IngestMessage message, CancellationToken cancellationToken)
    {
        var record = new JournalRecord(kind, bed.Site, bed.Bed, time.GetUtcNow(), payload);
        var offered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await AppendAsync([new Arrival(bed, message, null)], [record], offered, cancellationToken);
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
        IReadOnlyList<Arrival> arrivals, JournalRecord[] records, TaskCompletionSource? offered, CancellationToken cancellationToken)
    {
        await _appending.WaitAsync(cancellationToken);
        try
        {
            var places = journal.AppendAsync(records, cancellationToken);
            await _durable.Writer.WriteAsync(new Durable(arrivals, records, places.AsTask(), offered), cancellationToken);
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
                // A descriptor may be a mebibyte, and its bed may be slow to come to it.
                if (studies.OpenBytes(at.Bed) > MostOpenBytes)
                    return Refuse(at.Bed, new Rejection("too-many-studies", $"{MostOpenBytes} bytes of studies that have not begun"));
                studies.Add(opened.Study, opened.Descriptor, at.Bed);
                _heldBytes.TryRemove(at.Bed, out _);
                return message;
            case IngestMessage.Held:
                var held = _heldBytes.AddOrUpdate(at.Bed, static (_, more) => more, static (_, sum, more) => sum + more, (long)payload.Length);
                return held <= options.Value.HeldBytesPerBed
                    ? message
                    : Refuse(at.Bed, new Rejection(AdvisoryCause.DescriptorMissing, $"{options.Value.HeldBytesPerBed} bytes of studies without a descriptor"));
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
        var (places, records) = (await PlacesAsync(durable, cancellationToken), durable.Records);
        var took = time.GetUtcNow() - records[0].ReceivedAt;
        for (var n = 0; n < places.Length; n++)
        {
            var (bed, message, _) = durable.Arrivals[n];
            ward.Offer(bed, new LaneEntry(places[n].Offset, places[n].NextOffset, records[n].ReceivedAt, message));
            meter.Passed(LineStage.Journal, took);
            meter.Taken(records[n].Kind);
        }
        Volatile.Write(ref _offeredThrough, places[^1].NextOffset);
        MqttReceived.Acknowledge([.. durable.Arrivals.Select(arrival => arrival.Received).OfType<MqttReceived>()]);
        durable.Offered?.TrySetResult();
    }

    /// <summary>Waits for the flush. While the disk refuses, nothing is acknowledged: the same records are tried again and again.</summary>
    private async ValueTask<(long Offset, long NextOffset)[]> PlacesAsync(Durable durable, CancellationToken cancellationToken)
    {
        try
        {
            var places = await durable.Places;
            // Records before them were refused and written again behind them: a lane passes over what is older than it has seen, so these follow.
            if (places[0].Offset >= _placedThrough) return Placed(places);
        }
        catch (IOException)
        {
            // The journal has said so, once; many groups that it refused may still wait here when it takes again.
        }
        return Placed(await _persistent.ExecuteAsync(token => journal.AppendAsync(durable.Records, token), cancellationToken));
    }

    private (long Offset, long NextOffset)[] Placed((long Offset, long NextOffset)[] places)
    {
        _placedThrough = places[^1].NextOffset;
        return places;
    }

    private readonly record struct Arrival(BedKey Bed, IngestMessage Message, MqttReceived? Received);

    /// <summary>What came together, and when it is durable.</summary>
    private sealed record Durable(
        IReadOnlyList<Arrival> Arrivals, JournalRecord[] Records, Task<(long Offset, long NextOffset)[]> Places, TaskCompletionSource? Offered);
}
