namespace Streaming.Core.Signals.Edf;

/// <summary>Expert stages from annotations, in the study time of a recording.</summary>
internal static class EdfStages
{
    private const int MaximumRuns = 100_000;
    private static readonly Rational EpochSeconds = 30;

    public static IReadOnlyList<StageRun> Runs(EdfFile recording, EdfFile? hypnogram, List<string> remarks)
    {
        var source = hypnogram ?? recording;
        var shift = (hypnogram is null ? Rational.Zero : Shift(recording, hypnogram, remarks)) - recording.FirstSampleSeconds;
        var found = new List<StageMark>();
        foreach (var annotation in source.Annotations)
        {
            if (StageText.TryParse(annotation.Text, out var stage)) found.Add(new StageMark(annotation.OnsetSeconds + shift, annotation.DurationSeconds, stage));
            if (found.Count < MaximumRuns) continue;
            remarks.Add($"More than {MaximumRuns} stage annotations; the rest is left out.");
            break;
        }

        var runs = StageTimeline.Of(found, remarks);
        RemarkOutside(runs, recording.DurationSeconds, remarks);
        return runs;
    }

    // Less than an epoch at the end is usual: a last page that the recording does not fill.
    private static void RemarkOutside(StageRun[] runs, Rational duration, List<string> remarks)
    {
        var (before, beyond) = (Rational.Zero, Rational.Zero);
        foreach (var run in runs.Where(run => run.Stage is not null))
        {
            if (run.StartSeconds < 0) before += (run.EndSeconds < 0 ? run.EndSeconds : 0) - run.StartSeconds;
            if (run.EndSeconds > duration) beyond += run.EndSeconds - (run.StartSeconds > duration ? run.StartSeconds : duration);
        }

        if (before >= EpochSeconds) remarks.Add($"Stages of {Text(before)} s ({(before / EpochSeconds).Floor()} epochs) are annotated before the recording's start; left out.");
        if (beyond >= EpochSeconds) remarks.Add($"Stages of {Text(beyond)} s ({(beyond / EpochSeconds).Floor()} epochs) are annotated beyond the recording's end; left out.");
    }

    private static string Text(Rational seconds) => ((double)seconds).ToString("0.##", System.Globalization.CultureInfo.InvariantCulture);

    private static Rational Shift(EdfFile recording, EdfFile hypnogram, List<string> remarks)
    {
        if (recording.Header.Start is not { } start || hypnogram.Header.Start is not { } other || start == other) return Rational.Zero;
        var seconds = (other - start).Ticks / TimeSpan.TicksPerSecond;
        if (Math.Abs(seconds) > 7 * 86400)
        {
            remarks.Add("The hypnogram's start date is over a week from the recording's; its onsets are taken from the recording's start.");
            return Rational.Zero;
        }

        remarks.Add($"The hypnogram starts {seconds} s after the recording; its onsets are moved by that.");
        return new Rational(seconds);
    }
}
