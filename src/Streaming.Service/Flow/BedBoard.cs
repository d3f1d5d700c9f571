using System.Collections.Concurrent;
using Google.Protobuf.WellKnownTypes;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What is shown of each bed now. Thread-safe; <see cref="ShownBed"/> says how it changes.</summary>
internal sealed class BedBoard
{
    private readonly ConcurrentDictionary<BedKey, Entry> _beds = new();

    /// <summary>As it is now, or null for a bed nobody has heard of.</summary>
    public Bed? Find(BedKey key) => _beds.TryGetValue(key, out var entry) ? entry.Read() : null;

    /// <summary>Its state alone, without a copy of all that is shown of it.</summary>
    public BedState? StateOf(BedKey key) => _beds.TryGetValue(key, out var entry) ? entry.State : null;

    public IReadOnlyList<Bed> All() =>
    [
        .. _beds.Values.Select(entry => entry.Read())
            .OrderBy(bed => bed.Site, StringComparer.Ordinal).ThenBy(bed => bed.Bed_, StringComparer.Ordinal),
    ];

    /// <summary>As it will be once the change has been committed.</summary>
    public Bed Foresee(BedKey key, Action<Bed> change)
    {
        var bed = EntryOf(key).Read();
        change(bed);
        return bed;
    }

    public void Change(BedKey key, Action<Bed> change) => EntryOf(key).Change(change);

    public void Restore(BedKey key, Bed bed) => _beds[key] = new Entry(bed);

    public void Hear(BedKey key, DateTimeOffset at) => EntryOf(key).Heard(at);

    /// <summary>Samples may be ahead of the board: how far a study has come counts once the bed shows that study.</summary>
    /// <param name="key">The bed.</param>
    /// <param name="studyId">The study.</param>
    /// <param name="studySeconds">Of its furthest sample.</param>
    /// <param name="epochsBegun">That the study has reached into.</param>
    /// <param name="at">When the samples came.</param>
    public void Reach(BedKey key, string studyId, double studySeconds, long epochsBegun, DateTimeOffset at) =>
        EntryOf(key).Reach(new Reached(studyId, studySeconds, epochsBegun, at));

    /// <summary>Counts a refused message. A gateway whose first words are refused is one that somebody looks for: its bed is shown too.</summary>
    /// <param name="key">The bed.</param>
    /// <param name="maximumBeds">A flood of invented names fills no more of the board.</param>
    /// <returns>False where the bed is not shown.</returns>
    public bool Reject(BedKey key, int maximumBeds)
    {
        if (!_beds.ContainsKey(key) && _beds.Count >= maximumBeds) return false;
        EntryOf(key).Reject();
        return true;
    }

    private Entry EntryOf(BedKey key) =>
        _beds.GetOrAdd(key, static key => new Entry(new Bed { Site = key.Site, Bed_ = key.Bed, State = BedState.Idle }));

    private sealed class Entry(Bed bed)
    {
        private readonly Lock _gate = new();
        private long _lastMessageTicks;
        private volatile Reached _reached = new(bed.StudyId, bed.StudySeconds, 0, null);
        private long _rejected = bed.RejectedMessages;

        public BedState State
        {
            get
            {
                lock (_gate) return bed.State;
            }
        }

        public Bed Read()
        {
            lock (_gate) return Filled(bed.Clone());
        }

        public void Change(Action<Bed> change)
        {
            lock (_gate) change(bed);
        }

        public void Heard(DateTimeOffset at) => Volatile.Write(ref _lastMessageTicks, at.UtcTicks);

        public void Reach(Reached reached) => _reached = reached;

        public void Reject() => Interlocked.Increment(ref _rejected);

        private Bed Filled(Bed copy)
        {
            var ticks = Volatile.Read(ref _lastMessageTicks);
            if (ticks != 0) copy.LastMessage = new DateTimeOffset(ticks, TimeSpan.Zero).ToTimestamp();
            var reached = _reached;
            var isShown = reached.StudyId == copy.StudyId;
            copy.StudySeconds = isShown ? reached.StudySeconds : 0;
            if (isShown && reached.At is { } at) copy.LastSamples = at.ToTimestamp();
            if (copy.State != BedState.Ended) copy.Epochs = ShownBed.Balanced(copy, isShown ? reached.EpochsBegun : 0);
            copy.RejectedMessages = Interlocked.Read(ref _rejected);
            return copy;
        }
    }

    /// <summary>Furthest sample of a study.</summary>
    private sealed record Reached(string StudyId, double StudySeconds, long EpochsBegun, DateTimeOffset? At);
}
