using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;

namespace Streaming.Service.Exporting;

/// <summary>Every sample of a study that the journal holds, in order of time, late and backfilled ones in their places; of an index that came twice the
/// first value counts, and one that leaps ahead alone is not believed, as in staging. Memory: the places of the blocks, and the blocks of a few seconds.</summary>
internal sealed class StudySamples
{
    private readonly Journal _journal;
    private readonly StudyRecords _records;
    private readonly Study _study;
    private readonly List<BlockPlace> _places = [];

    /// <param name="journal">Read from the study's first record to its end, or to the latest.</param>
    /// <param name="payloads">Reads its records.</param>
    /// <param name="stored">The study.</param>
    /// <param name="study">The same, read.</param>
    /// <param name="cancellationToken">Ends the search for blocks.</param>
    public StudySamples(Journal journal, PayloadReader payloads, StoredStudy stored, Study study, CancellationToken cancellationToken)
    {
        (_journal, _records, _study) = (journal, new StudyRecords(payloads, stored, study), study);
        var (runs, ends) = (new BelievedRuns(study), new Dictionary<long, long>());
        foreach (var kept in journal.Read(stored.FirstOffset))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (stored.EndOffset is { } end && kept.Offset >= end) break;
            if (BlockOf(kept.Record) is not { } block) continue;
            ends[kept.Offset] = kept.NextOffset;
            foreach (var (record, from, to) in runs.Accept(block, kept.Offset)) _places.Add(new BlockPlace(record, ends[record], from, to));
        }
        _places.Sort((a, b) => a.FromSeconds.CompareTo(b.FromSeconds));
    }

    /// <summary>The end of the furthest sample, seconds of study time; 0 without any.</summary>
    public double EndSeconds => _places.Count == 0 ? 0 : _places.Max(place => place.ToSeconds);

    /// <summary>The records in which there is at least one sample.</summary>
    public IEnumerable<DataRecord> Records(int recordSeconds)
    {
        var samples = _study.Channels.Select(channel => new int[(channel.RateHz * recordSeconds).Numerator]).ToArray();
        var active = new SortedDictionary<long, (BlockPlace Place, SampleBlock Block)>(); // by offset: what came first is placed first
        using var lookup = _journal.Lookup();
        var next = 0;
        for (var number = 0L; next < _places.Count || active.Count > 0; number++)
        {
            var (from, to) = ((double)number * recordSeconds, (number + 1.0) * recordSeconds);
            for (; next < _places.Count && _places[next].FromSeconds < to; next++)
            {
                if (lookup.Read(_places[next].Offset, _places[next].NextOffset) is { } record && BlockOf(record) is { } block)
                    active[_places[next].Offset] = (_places[next], block);
            }
            if (Fill(samples, active.Values.Select(entry => entry.Block), number)) yield return new DataRecord(number, samples);
            foreach (var done in active.Where(entry => entry.Value.Place.ToSeconds <= to).Select(entry => entry.Key).ToList()) active.Remove(done);
        }
    }

    private static bool Fill(int[][] samples, IEnumerable<SampleBlock> blocks, long number)
    {
        var any = false;
        foreach (var channel in samples) Array.Fill(channel, DataRecord.Missing);
        foreach (var run in blocks.SelectMany(block => block.Channels))
        {
            var target = samples[run.Channel];
            var shift = run.FirstIndex - number * target.Length;
            var values = run.Values.Span;
            for (var i = Math.Max(0, -shift); i < values.Length && shift + i < target.Length; i++)
            {
                ref var place = ref target[shift + i];
                if (place == DataRecord.Missing) place = values[(int)i];
                any = true;
            }
        }
        return any;
    }

    private SampleBlock? BlockOf(JournalRecord record) => _records.Samples(record, new SampleBuffer());
}
