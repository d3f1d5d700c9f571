using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Studies of one bed of which samples or events came, and no descriptor: where their records begin in the journal, and since when.</summary>
internal sealed class HeldStudies(BedKey bed, Line line)
{
    private const int Maximum = 8;

    private readonly Dictionary<Guid, (long Offset, TimeSpan Since)> _held = []; // by the machine's own clock: the wall's may be set
    private readonly HashSet<Guid> _told = [];
    private long _from = long.MaxValue;
    private long _lastAt;

    /// <summary>Offset of the first record of any; the largest number where there is none. May be read while others hold and release.</summary>
    public long From => Volatile.Read(ref _from);

    /// <summary>Messages of such a study are coming: the bed is not silent. May be read while others hold and release.</summary>
    public bool IsSending => From != long.MaxValue && line.Time.GetElapsedTime(Volatile.Read(ref _lastAt)) < TimeSpan.FromSeconds(line.Flow.StallSeconds);

    /// <summary>Where the records of a study begin, or null where none is held.</summary>
    public long? OffsetOf(Guid studyId) => _held.TryGetValue(studyId, out var held) ? held.Offset : null;

    /// <summary>Notes where the records of a study begin.</summary>
    /// <param name="studyId">The study.</param>
    /// <param name="offset">Of the record.</param>
    /// <param name="receivedAt">When it came: a restart does not make it younger.</param>
    public void Hold(Guid studyId, long offset, DateTimeOffset receivedAt)
    {
        Volatile.Write(ref _lastAt, line.Time.GetTimestamp());
        if (_held.ContainsKey(studyId)) return;
        if (_held.Count == Maximum)
        {
            Release(_held.MinBy(held => held.Value.Offset).Key);
            Tell("samples of many studies without a descriptor; the oldest are given up", endsWhenQuiet: true);
        }
        var age = line.Time.GetUtcNow() - receivedAt;
        _held.Add(studyId, (offset, line.Time.GetElapsedTime(0) - (age > TimeSpan.Zero ? age : TimeSpan.Zero)));
        Volatile.Write(ref _from, _held.Values.Min(held => held.Offset));
    }

    public void Release(Guid studyId)
    {
        _held.Remove(studyId);
        if (_told.Remove(studyId) && _told.Count == 0) line.Advisories.End(bed, AdvisoryCause.DescriptorMissing);
        Volatile.Write(ref _from, _held.Count == 0 ? long.MaxValue : _held.Values.Min(held => held.Offset));
    }

    /// <summary>Once a second or so, while any is held.</summary>
    public void Look()
    {
        if (_held.Count == 0) return;
        var now = line.Time.GetElapsedTime(0);
        // A stray study must not pin recovery, and with it the journal, for ever.
        foreach (var stray in HeldBefore(now - TimeSpan.FromHours(line.Flow.HeldHours)))
        {
            Release(stray);
            Tell($"samples of a study whose descriptor did not come in {line.Flow.HeldHours} h are given up", endsWhenQuiet: true);
        }
        // A descriptor that was refused or forgotten must not look like a bed that waits, or a recorder that has stopped.
        foreach (var study in HeldBefore(now - TimeSpan.FromSeconds(line.Flow.StallSeconds)).Where(_told.Add))
            Tell($"study {study} sends, but no descriptor of it was taken: publish it, retained, at {IngestTopic.Root}{bed}/study", endsWhenQuiet: false);
    }

    private List<Guid> HeldBefore(TimeSpan limit) => [.. _held.Where(held => held.Value.Since <= limit).Select(held => held.Key)];

    private void Tell(string text, bool endsWhenQuiet) => line.Advisories.Raise(bed, "", AdvisoryCause.DescriptorMissing, text, AdvisoryPriority.Medium, endsWhenQuiet);
}
