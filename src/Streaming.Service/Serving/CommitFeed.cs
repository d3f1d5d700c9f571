using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>
/// The latest committed deltas, and a bell for those who wait for more. A watcher is a cursor: nothing is queued for it, so nothing is dropped.
/// </summary>
internal sealed class CommitFeed
{
    private readonly NightLog _log;
    private readonly Lock _gate = new();
    private readonly Delta[] _ring;
    private readonly HashSet<Subscription> _subscriptions = [];
    private long _latest;
    private long _first;

    public CommitFeed(NightLog log, Microsoft.Extensions.Options.IOptions<ServingOptions> options)
    {
        _log = log;
        _ring = new Delta[options.Value.RingCapacity];
        _latest = log.LatestSequence;
        _first = _latest + 1;
        log.Committed += Publish;
    }

    /// <summary>Nights of snapshots that may be read at a time.</summary>
    public SemaphoreSlim SnapshotTurns { get; } = new(4);

    /// <summary>Deltas after a sequence, in order; from memory where it reaches, else from the night log. Empty: there are none yet.</summary>
    public IReadOnlyList<Delta> Read(long after, int limit)
    {
        lock (_gate)
        {
            if (after >= _latest) return [];
            if (after + 1 >= _first)
            {
                var count = (int)Math.Min(limit, _latest - after);
                var deltas = new Delta[count];
                for (var i = 0; i < count; i++) deltas[i] = _ring[(after + 1 + i) % _ring.Length];
                return deltas;
            }
        }
        using var reader = _log.Read();
        return reader.Deltas(after, limit);
    }

    /// <summary>Streams that are open now.</summary>
    public int Watchers
    {
        get
        {
            lock (_gate) return _subscriptions.Count;
        }
    }

    /// <summary>Committed deltas that the watcher furthest behind has not been sent.</summary>
    public long WatcherLag
    {
        get
        {
            lock (_gate) return _subscriptions.Count == 0 ? 0 : _latest - _subscriptions.Min(subscription => Math.Min(subscription.Cursor, _latest));
        }
    }

    public Subscription Subscribe(bool provisional)
    {
        var subscription = new Subscription(this, provisional);
        lock (_gate) _subscriptions.Add(subscription);
        return subscription;
    }

    /// <summary>A PROVISIONAL report: for those who watch now, replaced by the next of its bed.</summary>
    public void Offer(BedKey bed, StageReport report)
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions) subscription.Offer(bed, report);
        }
    }

    private void Publish(IReadOnlyList<Delta> deltas)
    {
        lock (_gate)
        {
            foreach (var delta in deltas) _ring[delta.Sequence % _ring.Length] = delta;
            _latest = deltas[^1].Sequence;
            _first = Math.Max(_first, _latest - _ring.Length + 1);
            foreach (var subscription in _subscriptions) subscription.Ring();
        }
    }

    private void Unsubscribe(Subscription subscription)
    {
        lock (_gate) _subscriptions.Remove(subscription);
    }

    /// <summary>One watcher's bell and its latest PROVISIONAL report of each bed.</summary>
    internal sealed class Subscription(CommitFeed feed, bool provisional) : IDisposable
    {
        private readonly SemaphoreSlim _bell = new(0, 1);
        private readonly Lock _gate = new();
        private Dictionary<BedKey, StageReport> _windows = [];
        private long _cursor = long.MaxValue;

        /// <summary>The last delta sent to it; the largest number before the first is due.</summary>
        public long Cursor
        {
            get => Volatile.Read(ref _cursor);
            set => Volatile.Write(ref _cursor, value);
        }

        /// <summary>Completes when there may be something new, at once if there was since the last time, or after a while.</summary>
        public Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken) => _bell.WaitAsync(atMost, cancellationToken);

        public IReadOnlyCollection<KeyValuePair<BedKey, StageReport>> TakeWindows()
        {
            lock (_gate)
            {
                if (_windows.Count == 0) return [];
                var taken = _windows;
                _windows = [];
                return taken;
            }
        }

        public void Dispose() => feed.Unsubscribe(this);

        internal void Ring()
        {
            lock (_gate)
            {
                if (_bell.CurrentCount == 0) _bell.Release();
            }
        }

        internal void Offer(BedKey bed, StageReport report)
        {
            if (!provisional) return;
            lock (_gate) _windows[bed] = report;
            Ring();
        }
    }
}
