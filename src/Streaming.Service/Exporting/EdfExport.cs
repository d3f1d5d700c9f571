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
    private const int FurthestSeconds = 86_400; // behind the last sample; further off is no time of this night, as an advisory's of a recorder without a date

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
        var (isWhole, last, lost) = Survey(study, recordSeconds, samples, cancellationToken);
        var limit = new Core.Signals.Rational((last + 1) * recordSeconds + FurthestSeconds);
        var annotations = new Queue<EdfAnnotation>(said.Where(annotation => annotation.OnsetSeconds <= limit).Concat(lost).OrderBy(annotation => annotation.OnsetSeconds));
        var writer = new EdfWriter(stream, Header(study, recordSeconds, isWhole, last, annotations, clock));
        foreach (var record in samples.Records(recordSeconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            record.FillMissing(study);
            var (start, end) = (new Core.Signals.Rational(record.Number * recordSeconds), new Core.Signals.Rational((record.Number + 1) * recordSeconds));
            var due = new List<EdfAnnotation>();
            // What was said at the very end, or after it, has no record of its own.
            while (annotations.TryPeek(out var first) && (first.OnsetSeconds < end || record.Number == last)) due.Add(annotations.Dequeue());
            writer.WriteRecord(start, [.. record.Samples.Select(values => (ReadOnlyMemory<int>)values)], due);
        }
        writer.Complete();
    }

    /// <summary>One pass more over the blocks: a whole night is called continuous and opens everywhere, and what is missing is known before room is made for the words.</summary>
    private static (bool IsWhole, long Last, IReadOnlyList<EdfAnnotation> Lost) Survey(
        Study study, int recordSeconds, StudySamples samples, CancellationToken cancellationToken)
    {
        var lost = new LostSpans(study, recordSeconds, samples.EndSeconds);
        var (isWhole, last) = (true, -1L);
        foreach (var record in samples.Records(recordSeconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            isWhole &= record.Number == last + 1;
            last = record.Number;
            lost.Look(record);
        }
        return (isWhole, last, lost.End());
    }

    private static EdfHeader Header(Study study, int recordSeconds, bool isWhole, long last, IReadOnlyCollection<EdfAnnotation> annotations, LabClock clock)
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
        // Twice what all texts need, spread over the night, and never less than a lively minute asks for.
        var needed = annotations.Sum(annotation => Encoding.UTF8.GetByteCount(annotation.Text) + 32L);
        var seconds = Math.Max(recordSeconds, annotations.Count == 0 ? 1 : (double)annotations.Max(annotation => annotation.OnsetSeconds));
        // One that fits no record would hold up all that follow it; behind the last record there is none to go on in.
        var longest = annotations.Select(Bytes).DefaultIfEmpty(0).Max();
        var atEnd = annotations.Where(annotation => annotation.OnsetSeconds >= new Core.Signals.Rational(last * recordSeconds)).Sum(Bytes);
        var bytes = Math.Max(Math.Max(longest, atEnd), recordSeconds * Math.Max(AnnotationBytesPerSecond, (int)Math.Ceiling(2 * needed / seconds))) + 32;
        var limit = isBdf ? (1 << 23) - 1 : short.MaxValue;
        var notes = new EdfSignal(
            isBdf ? "BDF Annotations" : "EDF Annotations", "", new ChannelScaling("-1", "1", -limit - 1, limit), (bytes + 2) / (isBdf ? 3 : 2));
        var start = clock.At(study.Start);
        return new EdfHeader(recordSeconds, [.. signals, notes])
        {
            IsBdf = isBdf,
            Continuity = isWhole ? EdfContinuity.Continuous : EdfContinuity.Discontinuous,
            Patient = $"{EdfText.Subfield(study.Pseudonym, 60)} X X X",
            Recording = "Startdate " + start.ToString("dd-MMM-yyyy", CultureInfo.InvariantCulture).ToUpperInvariant() + $" X X Streaming{ZoneOf(study, clock)}",
            StartDate = start.ToString("dd.MM.yy", CultureInfo.InvariantCulture),
            StartTime = start.ToString("HH.mm.ss", CultureInfo.InvariantCulture),
        };
    }

    private static int Bytes(EdfAnnotation annotation) => Encoding.UTF8.GetByteCount(annotation.Text) + 64;

    // Whose time it is, after what EDF+ asks for: the header has no field for it.
    private static string ZoneOf(Study study, LabClock clock) => clock.IsUtc || !clock.IsDated(study.Start) ? "" : $" {EdfText.Subfield(clock.Zone, 40)}";
}
