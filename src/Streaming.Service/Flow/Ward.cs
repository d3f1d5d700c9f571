using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;

namespace Streaming.Service.Flow;

/// <summary>The lanes of all beds. At start it goes on with every night that was open.</summary>
internal sealed partial class Ward(Line line, ILogger<Ward> logger) : IHostedService, IDisposable
{
    public const string CheckpointKey = "checkpoint_offset";

    private readonly ConcurrentDictionary<BedKey, BedLane> _lanes = new();
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _making = new();
    // Studies that were over before the start, with the journal offset of their end: what is older of them has had its say.
    private readonly Dictionary<Guid, long> _over = [];

    public IEnumerable<KeyValuePair<BedKey, BedLane>> Lanes => _lanes;

    /// <summary>False where the bed is new and there are as many beds as may be.</summary>
    public bool HasRoomFor(BedKey bed) => _lanes.ContainsKey(bed) || _lanes.Count < line.Flow.MaximumBeds;

    public void Offer(BedKey bed, LaneEntry entry) => LaneOf(bed).Offer(entry);

    /// <summary>Recovery never needs an earlier journal record than this one.</summary>
    public long SafeOffset => _lanes.Values.Select(lane => lane.SafeOffset).DefaultIfEmpty(long.MaxValue).Min();

    /// <summary>Journal records read again at the start.</summary>
    public long RecoveredRecords { get; private set; }

    public async Task StartAsync(CancellationToken cancellationToken)
    {
        long checkpoint;
        using (var log = line.Log.Read())
        {
            checkpoint = log.Meta(CheckpointKey) ?? 0;
            Restore(log, checkpoint);
        }
        foreach (var lane in _lanes.Values) lane.Start(_stopping.Token);
        var count = 0L;
        foreach (var kept in line.Journal.Read(checkpoint))
        {
            var bed = new BedKey(kept.Record.Site, kept.Record.Bed);
            var (message, _) = line.Payloads.Read(bed, kept.Record.Kind, kept.Record.Payload);
            if (message is null || IsOver(message, kept.Offset)) continue;
            if (message is IngestMessage.Opened opened) line.Studies.Add(opened.Study, opened.Descriptor, bed);
            await LaneOf(bed).OfferWaitingAsync(new LaneEntry(kept.Offset, kept.NextOffset, kept.Record.ReceivedAt, message, IsKept: true), cancellationToken);
            count++;
        }
        RecoveredRecords = count;
        LogRecovered(_lanes.Count, count, checkpoint);
    }

    public async Task StopAsync(CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        await Task.WhenAll(_lanes.Values.Select(lane => lane.Stopped)).WaitAsync(cancellationToken);
    }

    public void Dispose() => _stopping.Dispose();

    private bool IsOver(IngestMessage message, long offset)
    {
        var study = message switch
        {
            IngestMessage.Opened opened => opened.Study.Id,
            IngestMessage.Samples samples => samples.Study.Id,
            IngestMessage.Held held => held.StudyId,
            IngestMessage.Happened happened when Guid.TryParse(happened.Event.StudyId, out var id) => id,
            _ => Guid.Empty,
        };
        return _over.TryGetValue(study, out var end) && offset < end;
    }

    private void Restore(NightLogReader log, long checkpoint)
    {
        foreach (var forgotten in log.Forgotten())
        {
            line.Studies.Forget(Guid.Parse(forgotten.StudyId));
            if (forgotten.Places is not null) LogHalfForgotten(forgotten.StudyId);
        }
        foreach (var bed in log.Beds()) line.Beds.Restore(new BedKey(bed.Site, bed.Bed_), bed);
        var known = log.LatestStudies().Concat(log.OpenStudies()).Concat(log.StudiesEndedAfter(checkpoint));
        foreach (var stored in known.DistinctBy(stored => stored.Id))
        {
            var study = StudyReader.ReadKept(stored.Descriptor);
            line.Studies.Add(study, stored.Descriptor, stored.Bed);
            if (stored.IsEnded) Close(study.Id, stored.EndOffset);
            Recount(stored, log);
            if (!stored.IsEnded) GoOn(stored, log);
        }
        line.Advisories.Restore(log.LastingAdvisories());
    }

    private void GoOn(StoredStudy stored, NightLogReader log)
    {
        try
        {
            Make(stored.Bed).Restore(stored, log);
        }
        catch (InvalidDataException foreign)
        {
            throw new StoreDamagedException(
                $"The night that runs at {stored.Bed} cannot go on from what the store kept of it: {foreign.Message} Did a newer version write it? Start that one; "
                + "or put back a backup made before it ran (docs/install.md).", foreign);
        }
    }

    private void Close(Guid studyId, long? endOffset)
    {
        line.Studies.Close(studyId);
        if (endOffset is { } end) _over[studyId] = end;
    }

    /// <summary>A bed's figures come from its reports: what was shown last may be an epoch older.</summary>
    private void Recount(StoredStudy stored, NightLogReader log)
    {
        if (line.Beds.Find(stored.Bed)?.StudyId != stored.Id) return;
        // A whole night's reports are megabytes, and a ward's nights seconds of reading: only the last is wanted whole.
        var (last, counted) = (log.LastFinals(stored.Id, 1), log.CountFinals(stored.Id));
        line.Beds.Change(stored.Bed, bed =>
        {
            // Of a bed that had gone silent it was told when; of another the last decision came with the last samples, until more are read again.
            var came = bed.State is V1.BedState.Stalled || last is not [var decided] ? bed.LastSamples : decided.Committed;
            ShownBed.Begin(bed, stored.Id);
            bed.LastSamples = came;
            ShownBed.Restore(bed, last is [var final] ? final : null, counted, stored.Accounts);
            if (stored.IsEnded) ShownBed.End(bed);
        });
    }

    private BedLane LaneOf(BedKey bed)
    {
        if (_lanes.TryGetValue(bed, out var lane)) return lane;
        lock (_making)
        {
            if (_lanes.TryGetValue(bed, out lane)) return lane;
            lane = Make(bed);
            lane.Start(_stopping.Token);
            return lane;
        }
    }

    private BedLane Make(BedKey bed) => _lanes.GetOrAdd(bed, key => new BedLane(key, line, logger));

    [LoggerMessage(3020, LogLevel.Information, "Recovered {Beds} beds; {Records} journal records from offset {Offset} were read again")]
    private partial void LogRecovered(int beds, long records, long offset);

    [LoggerMessage(3021, LogLevel.Warning, "The deletion of study {Study} was not finished: its recording or messages may still be there. Stop the service and run `forget` again")]
    private partial void LogHalfForgotten(string study);
}
