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
        var annotations = new Queue<EdfAnnotation>(said);
        var writer = new EdfWriter(stream, Header(study, recordSeconds, IsWhole(samples, recordSeconds), annotations, clock));
        var lost = new LostSpans(study, recordSeconds);
        var next = 0L;
        foreach (var record in samples.Records(recordSeconds))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var due = new List<EdfAnnotation>();
            if (record.Number != next) due.AddRange(lost.Break(next));
            due.AddRange(lost.Fill(record));
            next = record.Number + 1;
            while (annotations.TryPeek(out var first) && first.OnsetSeconds < new Core.Signals.Rational(next * recordSeconds)) due.Add(annotations.Dequeue());
            writer.WriteRecord(
                new Core.Signals.Rational(record.Number * recordSeconds), [.. record.Samples.Select(values => (ReadOnlyMemory<int>)values)], due);
        }
        writer.Complete();
    }

    // One pass more over the blocks, so that a whole night is called continuous and opens everywhere.
    private static bool IsWhole(StudySamples samples, int recordSeconds)
    {
        var next = 0L;
        foreach (var record in samples.Records(recordSeconds))
            if (record.Number != next++) return false;
        return true;
    }

    private static EdfHeader Header(Study study, int recordSeconds, bool isWhole, IReadOnlyCollection<EdfAnnotation> annotations, LabClock clock)
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
        // One that fits no record would hold up all that follow it.
        var longest = annotations.Select(annotation => Encoding.UTF8.GetByteCount(annotation.Text) + 64).DefaultIfEmpty(0).Max();
        var bytes = Math.Max(longest, recordSeconds * Math.Max(AnnotationBytesPerSecond, (int)Math.Ceiling(2 * needed / seconds))) + 32;
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

    // Whose time it is, after what EDF+ asks for: the header has no field for it.
    private static string ZoneOf(Study study, LabClock clock) => clock.IsUtc || !clock.IsDated(study.Start) ? "" : $" {EdfText.Subfield(clock.Zone, 40)}";
}
