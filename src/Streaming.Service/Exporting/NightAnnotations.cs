using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Windowing;
using Streaming.Service.Exporting.Report;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Exporting;

/// <summary>What was decided, said and marked in a night, as annotations in order of time. Times are those of the study; the caller adds the header's
/// fraction of a second.</summary>
internal static class NightAnnotations
{
    private static readonly string[] Stages = ["?", "W", "N1", "N2", "N3", "R", "?"];

    /// <param name="night">With all revisions.</param>
    /// <param name="start">Wall clock of sample index 0: advisories carry wall time.</param>
    public static IReadOnlyList<EdfAnnotation> Of(Night night, DateTimeOffset start)
    {
        var all = new List<EdfAnnotation>();
        foreach (var epoch in night.Reports.GroupBy(report => report.Epoch)) all.AddRange(OfEpoch([.. epoch]));
        all.AddRange(night.Lights.Select(mark => new EdfAnnotation(At(mark.AtSeconds), null, mark.On ? "Lights on" : "Lights off")));
        all.AddRange(night.Notes.Select(note => new EdfAnnotation(At(note.AtSeconds), null, $"Note: {note.Text}")));
        all.AddRange(night.Marks.Select(OfMark));
        all.AddRange(night.Signatures.Select(signature => OfSignature(signature, night)));
        all.AddRange(night.Advisories.Where(advisory => advisory.StudyId == night.Study.StudyId).Select(advisory => OfAdvisory(advisory, start)));
        return [.. all.Where(annotation => annotation.OnsetSeconds >= Core.Signals.Rational.Zero).OrderBy(annotation => annotation.OnsetSeconds)];
    }

    /// <summary>The stage that stands, then how it came about where it changed.</summary>
    private static IEnumerable<EdfAnnotation> OfEpoch(IReadOnlyList<StageReport> revisions)
    {
        var standing = revisions.MaxBy(report => report.Revision)!;
        var onset = At(standing.StartSeconds);
        yield return new EdfAnnotation(onset, Epoch.Seconds, $"Sleep stage {Stages[(int)standing.Stage]}");
        if (standing.UnscorableReason.Length > 0) yield return new EdfAnnotation(onset, Epoch.Seconds, $"Unscorable: {standing.UnscorableReason}");
        if (revisions.All(report => report.Stage == standing.Stage)) yield break;
        foreach (var report in revisions) yield return new EdfAnnotation(onset, null, Describe(report));
    }

    private static EdfAnnotation OfMark(NightMark mark) => mark.Calibration is { } calibration
        ? new EdfAnnotation(At(mark.AtSeconds), new Core.Signals.Rational((long)Math.Round(calibration.DurationSeconds * 1000), 1000), Capital(MarkText.Of(mark)))
        : new EdfAnnotation(At(mark.AtSeconds), null, Capital(MarkText.Of(mark)));

    /// <summary>Over the epochs it covers: a signature has no study time of its own.</summary>
    private static EdfAnnotation OfSignature(Signature signature, Night night)
    {
        var (first, last) = (At(Report(signature.FirstEpoch).StartSeconds), At(Report(signature.LastEpoch).StartSeconds));
        var text = signature.State == SignatureState.Standing ? $"Signed by {signature.Author}" : $"Signature of {signature.Author} ended: {signature.EndReason}";
        return new EdfAnnotation(first, last + new Core.Signals.Rational(Epoch.Seconds) - first, text);

        StageReport Report(long epoch) => night.Reports.First(report => report.Epoch == epoch);
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static string Describe(StageReport report) => report.Revision == Revision.Overridden
        ? string.Create(CultureInfo.InvariantCulture, $"Override {Stages[(int)report.Stage]} by {report.Author}")
        : string.Create(CultureInfo.InvariantCulture,
            $"Automatic {report.Revision.ToString().ToUpperInvariant()} {Stages[(int)report.Stage]} {report.Confidence:0.00}");

    private static EdfAnnotation OfAdvisory(Advisory advisory, DateTimeOffset start)
    {
        // What the signal showed is at its place in the signal.
        var onset = advisory.OnsetSeconds is { } at ? At(at) : Milliseconds(advisory.Onset.ToDateTimeOffset() - start);
        Core.Signals.Rational? duration = advisory.End is { } end ? Milliseconds(end.ToDateTimeOffset() - advisory.Onset.ToDateTimeOffset()) : null;
        return new EdfAnnotation(onset, duration < Core.Signals.Rational.Zero ? null : duration, $"Advisory {advisory.Cause}: {advisory.Text}");
    }

    private static Core.Signals.Rational Milliseconds(TimeSpan span) => new((long)span.TotalMilliseconds, 1000);

    private static Core.Signals.Rational At(V1.Rational at) => StudyReader.TryRead(at, out var value) ? value : Core.Signals.Rational.Zero;
}
