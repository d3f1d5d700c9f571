using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;

namespace Streaming.Service.Flow;

/// <summary>
/// One bed's way through the line. The ingest reader is never blocked: when the lane is full it drops what is offered, notes its place in the journal,
/// and reads it from there as soon as it has room. Beyond <see cref="MaximumPlaces"/> it notes no more and searches the journal from where it stands.
/// </summary>
internal sealed partial class BedLane
{
    private static readonly LaneEntry s_silence = new(-1, -1, default, new IngestMessage.Silence());
    private static readonly LaneEntry s_turn = new(-1, -1, default, new IngestMessage.Turn());
    private const int MaximumPlaces = 1 << 17; // 2 MiB; 18 hours of a block every half second
    private readonly Channel<LaneEntry> _entries;
    private readonly Queue<(long Offset, long NextOffset)> _places = [];
    private readonly Lock _gate = new();
    private readonly BedKey _bed;
    private readonly Line _line;
    private readonly ILogger _logger;
    private readonly EpochSettler _settler;
    private readonly StudyFeed _feed;
    private bool _isBehind;
    private bool _isSearching;
    private long _latestOffered = -1;
    private long _next;
    private Task _running = Task.CompletedTask;

    public BedLane(BedKey bed, Line line, ILogger logger)
    {
        (_bed, _line, _logger) = (bed, line, logger);
        _entries = Channel.CreateBounded<LaneEntry>(new BoundedChannelOptions(line.Flow.LaneCapacity) { SingleReader = true });
        _settler = new EpochSettler(bed, line);
        _feed = new StudyFeed(bed, line, _settler, CallForWindow);
    }

    public StudyFeed Feed => _feed;

    /// <summary>Records that wait in memory or, once it has fallen behind, in the journal.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate) return _entries.Reader.Count + _places.Count;
        }
    }

    /// <summary>Recovery never needs an earlier journal record of this bed than this one.</summary>
    public long SafeOffset
    {
        get
        {
            // In the order of flow: what moves on meanwhile is still seen further down.
            long fed;
            lock (_gate) fed = _latestOffered >= _next ? _next : long.MaxValue;
            var held = _feed.HeldFrom;
            return Math.Min(fed, Math.Min(held, _settler.SafeOffset));
        }
    }

    /// <summary>Goes on with a study from where the night log says; earlier records are not this lane's business.</summary>
    public void Restore(StoredStudy study, NightLogReader log) => _next = _feed.Restore(study, log);

    public void Start(CancellationToken cancellationToken) => _running = RunAsync(cancellationToken);

    /// <summary>Completes when both halves of the lane have stopped.</summary>
    public Task Stopped => _running;

    /// <summary>Never waits.</summary>
    public void Offer(LaneEntry entry)
    {
        lock (_gate)
        {
            _latestOffered = entry.Offset;
            if (!_isBehind) _isBehind = !_entries.Writer.TryWrite(entry);
            if (!_isBehind || _isSearching) return;
            _isSearching = _places.Count == MaximumPlaces;
            if (!_isSearching) _places.Enqueue((entry.Offset, entry.NextOffset));
        }
    }

    /// <summary>Nothing came for a while: what is missing may be asked for. Never waits; a lane that has work needs no telling.</summary>
    public void Nudge()
    {
        lock (_gate)
        {
            if (!_isBehind) _entries.Writer.TryWrite(s_silence);
        }
    }

    /// <summary>Waits for room: recovery has all the time there is.</summary>
    public async ValueTask OfferWaitingAsync(LaneEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate) _latestOffered = entry.Offset;
        try
        {
            await _entries.Writer.WriteAsync(entry, cancellationToken);
        }
        catch (ChannelClosedException)
        {
            // The lane failed and has said so; the journal keeps the record.
        }
    }

    /// <summary>A lane that is behind or full shows no window.</summary>
    private bool CallForWindow()
    {
        lock (_gate) return !_isBehind && _entries.Writer.TryWrite(s_turn);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        // One half that fails takes the other with it: a bed that cannot decide must not go on collecting.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var halves = new[] { Task.Run(() => FeedAsync(stop.Token), stop.Token), Task.Run(() => _settler.RunAsync(stop.Token), stop.Token) };
        try
        {
            await await Task.WhenAny(halves);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Asked for.
        }
        catch (Exception failure)
        {
            LogFailed(failure, _bed);
            _line.Advisories.Raise(_bed, "", AdvisoryCause.BedFailed, "staging of this bed stopped on an internal error; restart the service",
                V1.AdvisoryPriority.High);
        }
        _entries.Writer.TryComplete();
        _settler.Close();
        await stop.CancelAsync();
        await Task.WhenAll(halves).ContinueWith(static _ => { }, TaskScheduler.Default);
        // A turn that nobody takes any more is another bed's.
        while (_entries.Reader.TryRead(out var entry))
        {
            if (entry.Message is IngestMessage.Turn) _line.Scoring.Turns.GiveBack();
        }
    }

    private async Task FeedAsync(CancellationToken cancellationToken)
    {
        while (await _entries.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_entries.Reader.TryRead(out var entry)) await TakeAsync(entry, cancellationToken);
            // The channel was full when the lane fell behind, so there was something to wake up for. Under the gate: an offer that finds the
            // channel full says so before it leaves.
            bool isBehind;
            lock (_gate) isBehind = _isBehind;
            if (isBehind) await CatchUpAsync(cancellationToken);
        }
    }

    private async Task CatchUpAsync(CancellationToken cancellationToken)
    {
        _line.Meter.FellBehind();
        // Nothing is written to the channel any more; what was, before the lane fell behind, comes first.
        while (_entries.Reader.TryRead(out var entry)) await TakeAsync(entry, cancellationToken);
        using var journal = _line.Journal.Lookup();
        while (NextPlace() is { } place)
        {
            if (await _line.Reads.RecordAsync(journal, place.Offset, place.NextOffset, cancellationToken) is { } record)
                await TakeAsync(record, place.Offset, place.NextOffset, cancellationToken);
            else
                Pass(place);
        }
        if (Volatile.Read(ref _isSearching)) await SearchAsync(cancellationToken);
    }

    private (long Offset, long NextOffset)? NextPlace()
    {
        lock (_gate)
        {
            if (_places.TryDequeue(out var place)) return place;
            if (!_isSearching) _isBehind = false;
            return null;
        }
    }

    private async Task SearchAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            long offered;
            lock (_gate) offered = _latestOffered;
            await foreach (var kept in _line.Reads.JournalAsync(_next, long.MaxValue, cancellationToken))
            {
                if (kept.Record.Site != _bed.Site || kept.Record.Bed != _bed.Bed) continue;
                await TakeAsync(kept.Record, kept.Offset, kept.NextOffset, cancellationToken);
            }
            // What was offered before is durable, so it has been seen by now, unless it is damaged: then it is behind the lane all the same.
            Volatile.Write(ref _next, Math.Max(_next, offered + 1));
            lock (_gate)
            {
                if (_latestOffered != offered && _next <= _latestOffered) continue;
                _isSearching = _isBehind = false;
                return;
            }
        }
    }

    private async ValueTask TakeAsync(JournalRecord record, long offset, long nextOffset, CancellationToken cancellationToken)
    {
        var (message, _) = _line.Payloads.Read(_bed, record.Kind, record.Payload);
        if (message is not null)
            await TakeAsync(new LaneEntry(offset, nextOffset, record.ReceivedAt, message), cancellationToken);
        // What can no longer be read (its study turned out to be another bed's) is behind the lane too, or it would wait for it for ever.
        else
            Volatile.Write(ref _next, Math.Max(_next, nextOffset));
    }

    private async ValueTask TakeAsync(LaneEntry entry, CancellationToken cancellationToken)
    {
        if (entry.Message is IngestMessage.Silence)
        {
            _feed.AskForMissing();
            return;
        }
        if (entry.Message is IngestMessage.Turn)
        {
            _feed.DrawWindow();
            return;
        }
        if (entry.Offset < _next)
        {
            // After a restart: older than the open study's state, but of a study that has not begun.
            if (entry.Message is IngestMessage.Held held) _feed.Hold(held.StudyId, entry.Offset, entry.ReceivedAt);
            return;
        }
        _line.Meter.Passed(LineStage.Lane, _line.Time.GetUtcNow() - entry.ReceivedAt);
        await _feed.TakeAsync(entry, cancellationToken);
        Volatile.Write(ref _next, entry.NextOffset);
    }

    private void Pass((long Offset, long NextOffset) damaged)
    {
        LogDamaged(_bed, damaged.Offset);
        Volatile.Write(ref _next, Math.Max(_next, damaged.NextOffset));
    }

    [LoggerMessage(3011, LogLevel.Warning, "Bed {Bed} lost the damaged journal record at offset {Offset}")]
    private partial void LogDamaged(BedKey bed, long offset);

    [LoggerMessage(3010, LogLevel.Critical, "The lane of bed {Bed} failed")]
    private partial void LogFailed(Exception failure, BedKey bed);
}
