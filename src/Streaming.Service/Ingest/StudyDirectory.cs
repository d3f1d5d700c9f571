using System.Collections.Concurrent;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>The studies that are known, so that a block can be checked before it is journalled.</summary>
internal sealed class StudyDirectory
{
    private readonly ConcurrentDictionary<Guid, Known> _known = new();
    private readonly HashSet<Guid> _forgotten = []; // filled before the first message is read

    public Known? Find(Guid id) => _known.GetValueOrDefault(id);

    /// <summary>Keeps the first of an id.</summary>
    public void Add(Study study, StudyDescriptor descriptor, BedKey bed) => _known.TryAdd(study.Id, new Known(study, descriptor, bed));

    public void Close(Guid id)
    {
        if (_known.TryGetValue(id, out var known)) known.IsClosed = true;
    }

    /// <summary>Nothing of this study is taken any more. At the start only.</summary>
    public void Forget(Guid id) => _forgotten.Add(id);

    /// <summary>It was deleted; what a broker or gateway still has of it must not begin it anew.</summary>
    public bool IsForgotten(Guid id) => _forgotten.Contains(id);

    internal sealed class Known(Study study, StudyDescriptor descriptor, BedKey bed)
    {
        private volatile bool _isClosed;
        private long[]? _indexLimits;

        public Study Study { get; } = study;

        public StudyDescriptor Descriptor { get; } = descriptor;

        public BedKey Bed { get; } = bed;

        /// <summary>By channel: the first index that is impossible, in every call of the same.</summary>
        public IReadOnlyList<long> IndexLimits(int maximumStudyHours) =>
            _indexLimits ??= [.. Study.Channels.Select(channel => (channel.RateHz * (maximumStudyHours * 3600)).Ceiling())];

        public bool IsClosed
        {
            get => _isClosed;
            set => _isClosed = value;
        }
    }
}
