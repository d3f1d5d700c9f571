using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Streaming.Service.Access;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>One Watch call: the snapshot at commit S, then every delta after S. A slow watcher is behind by itself and holds nobody up.</summary>
internal sealed class Watcher(
    WatchRequest request, IServerStreamWriter<WatchResponse> stream, Caller caller, AccessPolicy access, NightLog log, CommitFeed feed, BedBoard beds, StoreHealth health,
    ServingOptions options, TimeProvider time)
{
    private const int BatchLimit = 256;
    private const int FlushEvery = 16; // messages: bounds what a slow watcher keeps in memory
    private static readonly WriteOptions s_moreFollows = new(WriteFlags.BufferHint);

    private readonly BedFilter _filter = new(request.Beds, caller.Scope);
    private readonly TimeSpan _interval = TimeSpan.FromSeconds(options.HeartbeatSeconds);
    private readonly TimeSpan _patience = TimeSpan.FromSeconds(options.StuckSeconds);
    private long _cursor;
    private long _lastHeartbeat;
    private bool _isWhole; // false in mid-snapshot: who resumed from there would miss the rest of it

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        using var subscription = feed.Subscribe(request.IncludeProvisional);
        await BeginAsync(cancellationToken);
        _isWhole = true;
        await BeatAsync(cancellationToken);
        while (true)
        {
            subscription.Cursor = _cursor;
            var deltas = feed.Read(_cursor, BatchLimit);
            await SendAsync(deltas, cancellationToken);
            if (time.GetElapsedTime(_lastHeartbeat) >= _interval) await BeatAsync(cancellationToken);
            if (deltas.Count > 0) continue;
            foreach (var (bed, report) in subscription.TakeWindows())
            {
                if (_filter.Wants(bed)) await WriteAsync(new WatchResponse { Report = report }, cancellationToken);
            }
            var rest = _interval - time.GetElapsedTime(_lastHeartbeat);
            if (rest > TimeSpan.Zero) await subscription.WaitAsync(rest, cancellationToken);
        }
    }

    /// <summary>What comes together leaves together: one flush for a run of messages.</summary>
    private async Task SendAsync(IReadOnlyList<Delta> deltas, CancellationToken cancellationToken)
    {
        var unflushed = 0;
        Delta? held = null; // until it is known whether another one follows
        foreach (var delta in deltas)
        {
            if (!_filter.Wants(delta.Bed)) continue;
            if (held is not null)
            {
                stream.WriteOptions = ++unflushed % FlushEvery == 0 ? null : s_moreFollows;
                await PassAsync(held.Envelope, cancellationToken);
            }
            held = delta;
        }
        stream.WriteOptions = null;
        if (held is not null) await PassAsync(held.Envelope, cancellationToken);
        if (deltas.Count > 0) _cursor = deltas[^1].Sequence;
    }

    private async Task BeginAsync(CancellationToken cancellationToken)
    {
        var reset = false;
        if (request.Resume is { StoreId.Length: > 0 } resume)
        {
            reset = !CanResume(resume);
            if (!reset)
            {
                _cursor = (long)resume.CommitSequence;
                return;
            }
        }
        await SnapshotAsync(reset, cancellationToken);
    }

    private bool CanResume(ResumeToken resume)
    {
        if (resume.StoreId != log.StoreId || resume.CommitSequence > (ulong)log.LatestSequence) return false;
        using var reader = log.Read();
        return (long)resume.CommitSequence + 1 >= reader.OldestSequence;
    }

    private async Task SnapshotAsync(bool reset, CancellationToken cancellationToken)
    {
        // One state of the store for all nights, and one night in memory at a time: a ward's nights are tens of megabytes near morning, and a watcher
        // that dawdles would hold on to all of them.
        using (var reader = log.Read())
        {
            _cursor = reader.LatestSequence;
            List<StoredStudy> studies = [.. reader.LatestStudies().Where(study => _filter.Wants(study.Bed))];
            await WriteAsync(new WatchResponse { SnapshotBegin = new SnapshotBegin { Reset = reset, Nights = studies.Count } }, cancellationToken);
            foreach (var study in studies)
                await WriteAsync(new WatchResponse { SnapshotNight = await ReadAsync(study, reader, cancellationToken) }, cancellationToken);
            foreach (var bed in beds.All().Where(bed => _filter.Wants(new BedKey(bed.Site, bed.Bed_))))
            {
                bed.StoreRefuses = !health.IsWritable;
                await WriteAsync(new WatchResponse { Bed = bed }, cancellationToken);
            }
            // A night brings its own; of a bed that never had one, what is wrong is said all the same.
            var withNight = studies.Select(study => study.Bed).ToHashSet();
            foreach (var advisory in reader.LastingAdvisories().Where(advisory => IsOther(new BedKey(advisory.Site, advisory.Bed), withNight)))
                await WriteAsync(new WatchResponse { Advisory = advisory }, cancellationToken);
        }
        _isWhole = true;
        await WriteAsync(new WatchResponse { SnapshotEnd = new SnapshotEnd() }, cancellationToken);
    }

    private async Task<Night> ReadAsync(StoredStudy study, NightLogReader reader, CancellationToken cancellationToken)
    {
        // A few at a time: a crowd that comes back together would read as many nights at once as it counts heads.
        await feed.SnapshotTurns.WaitAsync(cancellationToken);
        try
        {
            var night = NightWriter.Write(study, reader, allRevisions: false, beds.Find(study.Bed));
            if (request.BriefSnapshot) BriefNight.Shorten(night);
            return night;
        }
        finally
        {
            feed.SnapshotTurns.Release();
        }
    }

    private bool IsOther(BedKey bed, HashSet<BedKey> withNight) => _filter.Wants(bed) && !withNight.Contains(bed);

    private Task BeatAsync(CancellationToken cancellationToken)
    {
        if (access.FaultOf(caller) is { } fault) throw new RpcException(new Status(StatusCode.Unauthenticated, fault));
        _lastHeartbeat = time.GetTimestamp();
        return WriteAsync(
            new WatchResponse
            {
                Heartbeat = new Heartbeat
                {
                    At = time.GetUtcNow().ToTimestamp(),
                    IntervalSeconds = options.HeartbeatSeconds,
                    StoreWritable = health.IsWritable,
                },
            },
            cancellationToken);
    }

    private Task WriteAsync(WatchResponse message, CancellationToken cancellationToken)
    {
        if (_isWhole) message.Token = new ResumeToken { StoreId = log.StoreId, CommitSequence = (ulong)_cursor };
        return PassAsync(message, cancellationToken);
    }

    /// <summary>One that takes nothing for long is sent away: it holds memory and a cursor for nobody. It lost nothing: its last token stands.</summary>
    private async Task PassAsync(WatchResponse message, CancellationToken cancellationToken)
    {
        var passing = stream.WriteAsync(message, cancellationToken);
        if (passing.IsCompletedSuccessfully) return;
        try
        {
            await passing.WaitAsync(_patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            // Thrown while the message is under way: the call is reset, since nothing can follow half a message.
            throw new StuckWatcherException();
        }
    }
}
