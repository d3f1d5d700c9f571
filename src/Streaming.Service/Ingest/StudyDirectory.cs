using System.Collections.Concurrent;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>The studies that are known, so that a block can be checked before it is journalled.</summary>
internal sealed class StudyDirectory
{
    private const int MostOver = 64; // of one bed; what came before them is over by the night log's word, as after a restart

    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly ConcurrentDictionary<BedKey, Queue<Guid>> _over = new();
    private readonly ConcurrentDictionary<BedKey, long> _openBytes = new();
    private readonly HashSet<Guid> _forgotten = []; // filled before the first message is read

    public Known? Find(Guid id) => _known.GetValueOrDefault(id);

    /// <summary>Keeps the first of an id.</summary>
    public void Add(Study study, StudyDescriptor descriptor, BedKey bed)
    {
        if (_known.TryAdd(study.Id, new Known(study, descriptor, bed))) Count(bed, descriptor.CalculateSize());
    }

    public void Close(Guid id)
    {
        if (!_known.TryGetValue(id, out var known) || !known.TryClose()) return;
        Count(known.Bed, -known.Descriptor.CalculateSize());
        var over = _over.GetOrAdd(known.Bed, static _ => new Queue<Guid>());
        lock (over)
        {
            over.Enqueue(id);
            if (over.Count > MostOver) _known.TryRemove(over.Dequeue(), out _);
        }
    }

    /// <summary>Bytes of the descriptors of a bed's studies that are not over: of one, and of those that its lane has not come to.</summary>
    public long OpenBytes(BedKey bed) => _openBytes.GetValueOrDefault(bed);

    private void Count(BedKey bed, long bytes) => _openBytes.AddOrUpdate(bed, static (_, more) => more, static (_, sum, more) => sum + more, bytes);

    /// <summary>Nothing of this study is taken any more. At the start only.</summary>
    public void Forget(Guid id) => _forgotten.Add(id);

    /// <summary>It was deleted; what a broker or gateway still has of it must not begin it anew.</summary>
    public bool IsForgotten(Guid id) => _forgotten.Contains(id);

    internal sealed class Known(Study study, StudyDescriptor descriptor, BedKey bed)
    {
        private int _isClosed;
        private long[]? _indexLimits;

        public Study Study { get; } = study;

        public StudyDescriptor Descriptor { get; } = descriptor;

        public BedKey Bed { get; } = bed;

        /// <summary>By channel: the first index that is impossible, the same at every call.</summary>
        /// <param name="maximumStudyHours">The same at every call too: the first is kept.</param>
        public IReadOnlyList<long> IndexLimits(int maximumStudyHours) =>
            _indexLimits ??= [.. Study.Channels.Select(channel => (channel.RateHz * (maximumStudyHours * 3600)).Ceiling())];

        public bool IsClosed => Volatile.Read(ref _isClosed) != 0;

        /// <returns>False: it was.</returns>
        public bool TryClose() => Interlocked.Exchange(ref _isClosed, 1) == 0;
    }
}
