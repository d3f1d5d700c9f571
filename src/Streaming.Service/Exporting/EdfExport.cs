using System.Globalization;
using System.Text;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Service.Exporting;

/// <summary>A night as EDF+ (BDF+ where a channel has three bytes): its raw samples exactly as they came, its stages and what else was said as
/// annotations. Discontinuous where there are gaps.</summary>
internal static class EdfExport
{
    private const int AnnotationBytesPerSecond = 64;
    private const int MostBytesAtEnd = 1 << 14;
    private const int FirstYear = 1985;
    private const int FurthestSeconds = 86_400; // behind the last sample; further off is no time of this night, as an advisory's of a recorder without a date

    private static readonly DateTimeOffset s_noDate = new(FirstYear, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Whether the file is BDF+.</summary>
    public static bool IsBdf(Study study) => study.Channels.Any(channel => channel.SampleBytes == 3);

    /// <param name="stream">Can seek.</param>
    /// <param name="study">Whose rates share a record of <paramref name="recordSeconds"/>.</param>
    /// <param name="recordSeconds">See <see cref="RecordLength"/>.</param>
    /// <param name="samples">Of the study.</param>
    /// <param name="said">See <see cref="NightAnnotations"/>: not the night they were made of, which is megabytes, while a recording takes minutes.</param>
    /// <param name="clock">Its time is the header's.</param>
    /// <param name="cancellationToken">Leaves the file unfinished.</param>
    public static void Write(
        Stream stream, Study study, int recordSeconds, StudySamples samples, IReadOnlyList<EdfAnnotation> said, LabClock clock, CancellationToken cancellationToken)
    {
        var (numbers, lost) = Survey(study, recordSeconds, samples, cancellationToken);
        var (last, isWhole) = (numbers.Count == 0 ? -1 : numbers[^1], numbers.Count == 0 || numbers[^1] == numbers.Count - 1);
        var limit = new Core.Signals.Rational((last + 1) * recordSeconds + FurthestSeconds);
        List<EdfAnnotation> all = [.. said.Where(annotation => annotation.OnsetSeconds <= limit).Concat(lost).OrderBy(annotation => annotation.OnsetSeconds)];
        var (room, isTight) = Room(recordSeconds, numbers, all);
        var writer = new EdfWriter(stream, Header(study, recordSeconds, isWhole, room + 32, clock));
        var annotations = numbers.Count == 0 ? [] : AnnotationPlaces.Of(all, numbers, recordSeconds, isTight ? room : int.MaxValue);
        foreach (var record in samples.Records(recordSeconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            record.FillMissing(study);
            var start = new Core.Signals.Rational(record.Number * recordSeconds);
            var due = new List<EdfAnnotation>();
            while (annotations.TryPeek(out var first) && first.Record <= record.Number) due.Add(annotations.Dequeue().Annotation);
            writer.WriteRecord(start, [.. record.Samples.Select(values => (ReadOnlyMemory<int>)values)], due);
        }
        writer.Complete();
    }

    /// <summary>One pass more over the blocks: a whole night is called continuous and opens everywhere, and what is missing is known before room is made for the words.</summary>
    private static (List<long> Numbers, IReadOnlyList<EdfAnnotation> Lost) Survey(
        Study study, int recordSeconds, StudySamples samples, CancellationToken cancellationToken)
    {
        var lost = new LostSpans(study, recordSeconds, samples.EndSeconds);
        var numbers = new List<long>();
        foreach (var record in samples.Records(recordSeconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            numbers.Add(record.Number);
            lost.Look(record);
        }
        return (numbers, lost.End());
    }

    /// <summary>Bytes of annotations in each record. Much that is said at the end, where no record follows in which to go on, is begun before: room for all of it
    /// in every record would be a file of little else.</summary>
    private static (int Bytes, bool IsTight) Room(int recordSeconds, List<long> numbers, List<EdfAnnotation> annotations)
    {
        // Twice what all texts need, spread over the night, and never less than a lively minute asks for.
        var needed = annotations.Sum(annotation => Encoding.UTF8.GetByteCount(annotation.Text) + 32L);
        var seconds = Math.Max(recordSeconds, annotations.Count == 0 ? 1 : (double)annotations.Max(annotation => annotation.OnsetSeconds));
        var lively = recordSeconds * Math.Max(AnnotationBytesPerSecond, (int)Math.Ceiling(2 * needed / seconds));
        // One that fits no record would hold up all that follow it.
        var longest = annotations.Select(AnnotationPlaces.Bytes).DefaultIfEmpty(0).Max();
        var end = new Core.Signals.Rational(numbers.Count == 0 ? -recordSeconds : numbers[^1] * recordSeconds);
        var atEnd = annotations.Where(annotation => annotation.OnsetSeconds >= end).Sum(annotation => (long)AnnotationPlaces.Bytes(annotation));
        if (atEnd <= MostBytesAtEnd) return (Math.Max(Math.Max(longest, (int)atEnd), lively), false);
        var spread = (int)Math.Min(int.MaxValue / 4, 2 * annotations.Sum(annotation => (long)AnnotationPlaces.Bytes(annotation)) / Math.Max(1, numbers.Count));
        return (Math.Max(Math.Max(longest, MostBytesAtEnd), Math.Max(lively, spread)), true);
    }

    private static EdfHeader Header(Study study, int recordSeconds, bool isWhole, int bytes, LabClock clock)
    {
        var isBdf = IsBdf(study);
        var signals = study.Channels.Select(channel => new EdfSignal(
            EdfText.Fit(channel.Label, 16), EdfText.Fit(channel.Unit, 8),
            channel.Scaling with { PhysicalMin = EdfText.Limit(channel.Scaling.PhysicalMin), PhysicalMax = EdfText.Limit(channel.Scaling.PhysicalMax) },
            (int)(channel.RateHz * recordSeconds).Numerator)
        {
            Transducer = EdfText.Fit(channel.Transducer, 80),
            Prefiltering = EdfText.Fit(channel.Prefiltering, 80),
        });
        var limit = isBdf ? (1 << 23) - 1 : short.MaxValue;
        var notes = new EdfSignal(
            isBdf ? "BDF Annotations" : "EDF Annotations", "", new ChannelScaling("-1", "1", -limit - 1, limit), (bytes + 2) / (isBdf ? 3 : 2));
        // EDF's years begin in 1985: a night without a date would stand in 2070. EDF+ has a word for it.
        var hasYear = study.Start.Year >= FirstYear;
        var start = hasYear ? clock.At(study.Start) : s_noDate;
        var date = hasYear ? start.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant() : "X";
        return new EdfHeader(recordSeconds, [.. signals, notes])
        {
            IsBdf = isBdf,
            Continuity = isWhole ? EdfContinuity.Continuous : EdfContinuity.Discontinuous,
            Patient = $"{EdfText.Subfield(study.Pseudonym, 60)} X X X",
            Recording = $"Startdate {date} X X Streaming{ZoneOf(study, clock)}",
            StartDate = start.ToString("dd.MM.yy", CultureInfo.InvariantCulture),
            StartTime = start.ToString("HH.mm.ss", CultureInfo.InvariantCulture),
        };
    }

    // Whose time it is, after what EDF+ asks for: the header has no field for it.
    private static string ZoneOf(Study study, LabClock clock) => clock.IsUtc || !clock.IsDated(study.Start) ? "" : $" {EdfText.Subfield(clock.Zone, 40)}";
}
