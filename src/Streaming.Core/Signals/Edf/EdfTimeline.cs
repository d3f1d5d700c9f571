using System.Buffers;

namespace Streaming.Core.Signals.Edf;

/// <summary>Reads every record's annotations once, and from them where in time the records lie.</summary>
internal sealed class EdfTimeline(Stream stream, EdfHeader header, long records, RemarkList remarks)
{
    /// <summary>A record placed further than this from the first one is taken for garbage.</summary>
    private static readonly Rational MaximumSpanSeconds = 31 * 86400;

    private const int MaximumAnnotations = 1_000_000;
    private const int MaximumAnnotationBytes = 1 << 20; // of one signal in one record

    private readonly List<EdfAnnotation> _annotations = [];
    private readonly List<EdfSegment> _segments = [];
    private readonly Rational _tolerance = Tolerance(header);
    private Rational? _first;
    private long _misplaced, _untimed, _malformed, _disagreeing, _open;

    public IReadOnlyList<EdfAnnotation> Annotations => _annotations;

    public IReadOnlyList<EdfSegment> Segments => _segments;

    /// <summary>Time of the first sample after the header's start: the sub-second offset of EDF+.</summary>
    public Rational FirstSampleSeconds => _first ?? Rational.Zero;

    public void Scan()
    {
        var signals = AnnotationSignals();
        if (signals.Length == 0)
        {
            if (records > 0) _segments.Add(new EdfSegment(0, records, Rational.Zero));
            if (header.Continuity == EdfContinuity.Discontinuous) remarks.Add("EDF+D without an annotation signal: gaps cannot be known.");
            return;
        }

        for (var record = 0L; record < records; record++) Place(record, ReadRecord(record, signals));
        Flush(records);
        Report();
    }

    private (long Offset, int Length)[] AnnotationSignals()
    {
        var found = new List<(long, int)>();
        var offset = 0L;
        foreach (var signal in header.Signals)
        {
            var length = (long)signal.SamplesPerRecord * header.SampleBytes;
            if (signal.IsAnnotations && length > 0) found.Add((offset, (int)Math.Min(length, MaximumAnnotationBytes)));
            if (signal.IsAnnotations && length > MaximumAnnotationBytes)
                remarks.Add($"An annotation signal of {length} bytes a record; the first {MaximumAnnotationBytes} are read.");
            offset += length;
        }

        return [.. found];
    }

    private Rational? ReadRecord(long record, (long Offset, int Length)[] signals)
    {
        Rational? time = null;
        for (var i = 0; i < signals.Length; i++)
        {
            var (offset, length) = signals[i];
            var buffer = ArrayPool<byte>.Shared.Rent(length);
            stream.Seek(header.HeaderBytes + record * header.RecordBytes + offset, SeekOrigin.Begin);
            var bytes = buffer.AsSpan(0, stream.ReadAtLeast(buffer.AsSpan(0, length), length, throwOnEndOfStream: false));
            TalParser.Read(bytes, _annotations, out var recordTime, out var malformed);
            ArrayPool<byte>.Shared.Return(buffer);
            _malformed += malformed;
            if (i == 0) time = recordTime; // only the first signal keeps time
            if (_annotations.Count <= MaximumAnnotations) continue;
            remarks.Add($"More than {MaximumAnnotations} annotations; the rest is left out.");
            _annotations.RemoveRange(MaximumAnnotations, _annotations.Count - MaximumAnnotations);
        }

        return time;
    }

    private void Place(long record, Rational? time)
    {
        if (time is null) _untimed++;
        _first ??= time is { } first ? first - Multiple(record) : null;
        if (header.Continuity != EdfContinuity.Discontinuous) PlaceContinuous(record, time);
        else PlaceDiscontinuous(record, time);
    }

    private void PlaceContinuous(long record, Rational? time)
    {
        if (_segments.Count == 0) _segments.Add(new EdfSegment(0, records, Rational.Zero));
        if (time is { } stated && Distance(stated - FirstSampleSeconds, Multiple(record)) > _tolerance) _disagreeing++;
    }

    private void PlaceDiscontinuous(long record, Rational? time)
    {
        if (_segments.Count == 0)
        {
            _segments.Add(new EdfSegment(record, 0, Rational.Zero));
            _open = record;
            return;
        }

        var last = _segments[^1];
        var held = _open < 0 ? last.RecordCount : record - _open;
        var expected = last.StartSeconds + Multiple(held);
        var start = time is { } stated ? stated - FirstSampleSeconds : expected;
        var follows = Distance(start, expected) <= _tolerance;
        if (follows && _open >= 0) return;
        Flush(record);
        if ((start < expected && !follows) || start > MaximumSpanSeconds)
        {
            _misplaced++;
            return;
        }

        _segments.Add(new EdfSegment(record, 0, start));
        _open = record;
    }

    // Ends the open segment before this record. _open is its first record, or -1 where records are being left out.
    private void Flush(long record)
    {
        if (_segments.Count == 0 || _open < 0 || header.Continuity != EdfContinuity.Discontinuous) return;
        _segments[^1] = _segments[^1] with { RecordCount = record - _open };
        _open = -1;
    }

    private void Report()
    {
        if (_malformed > 0) remarks.Add($"{_malformed} annotation lists could not be read and are left out.");
        if (_untimed > 0) remarks.Add($"{_untimed} of {records} data records carry no time; they are taken to follow the one before.");
        if (_misplaced > 0)
            remarks.Add($"{_misplaced} data records lie before the end of an earlier one, or over 31 days after the start; left out.");
        if (_disagreeing > 0) remarks.Add($"EDF+C, yet {_disagreeing} data records state a time that is not contiguous; taken as contiguous.");
        if (_segments.Count > 1) remarks.Add($"EDF+D with {_segments.Count - 1} gaps; samples in them are missing, not moved.");
        if (FirstSampleSeconds < 0 || FirstSampleSeconds >= 1)
            remarks.Add($"The first data record begins {(double)FirstSampleSeconds:0.###} s after the header's start; EDF+ allows less than 1 s.");
    }

    private Rational Multiple(long count) => header.RecordSeconds * new Rational(count);

    private static Rational Distance(Rational a, Rational b) => a > b ? a - b : b - a;

    // Half a sample of the fastest signal: nearer than that, a record follows the one before.
    private static Rational Tolerance(EdfHeader header)
    {
        var fastest = header.Signals.Where(signal => !signal.IsAnnotations).Select(signal => signal.SamplesPerRecord).DefaultIfEmpty(0).Max();
        return fastest == 0 ? Rational.Zero : header.RecordSeconds / new Rational(2L * fastest);
    }
}
