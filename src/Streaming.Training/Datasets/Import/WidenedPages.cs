using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Training.Datasets.Import;

/// <summary>Pages of 20 s, each widened by 5 s either side to an epoch of 30 s. Neighbours overlap by 10 s, so one grid holds every third page:
/// three grids hold them all, each page once; the epochs of a grid that lie between its pages have no stage.</summary>
/// <remarks>In this way the signal stays one unbroken recording and goes through the same session as a bed's (decision record 0011).</remarks>
internal static class WidenedPages
{
    private const int PageSeconds = 20;
    private const int GridCount = 3;
    private static readonly Rational s_widening = 5;
    private static readonly Rational s_epoch = 30;

    /// <param name="runs">As annotated.</param>
    /// <param name="recordingSeconds">A widened page must lie within the recording.</param>
    /// <param name="outside">Scored pages that do not.</param>
    public static IReadOnlyList<NightGrid> Grids(ScorerRuns runs, Rational recordingSeconds, out int outside)
    {
        var first = FirstPage(runs.Runs);
        var stages = new Stage?[GridCount][];
        var origins = new Rational[GridCount];
        for (var grid = 0; grid < GridCount; grid++)
        {
            origins[grid] = Modulo(first - s_widening + new Rational(grid * PageSeconds), s_epoch);
            stages[grid] = new Stage?[Math.Max(0, (int)((recordingSeconds - origins[grid]) / s_epoch).Floor())];
        }
        outside = 0;
        var pages = ((recordingSeconds - first) / PageSeconds).Ceiling();
        for (var page = 0; page < pages; page++)
        {
            if (StageAt(runs.Runs, OnsetOf(page, first) + new Rational(PageSeconds / 2)) is not { } stage) continue;
            var start = OnsetOf(page, first) - s_widening;
            var grid = page % GridCount;
            var epoch = start < 0 ? -1 : ((start - origins[grid]) / s_epoch).Floor();
            if (epoch < 0 || epoch >= stages[grid].Length) outside++;
            else stages[grid][epoch] = stage;
        }
        return [.. Enumerable.Range(0, GridCount).Select(grid => new NightGrid(origins[grid], [new NightScoring(runs.Scorer, stages[grid])]))];
    }

    /// <summary>The onset of page 0: where within 20 s most pages begin, give or take a tenth; 0 ≤ onset &lt; 20 s.</summary>
    public static Rational FirstPage(IReadOnlyList<StageRun> runs) => runs.Count == 0
        ? Rational.Zero
        : runs.Select(run => Modulo(run.StartSeconds, PageSeconds)).GroupBy(phase => Math.Round((double)phase, 1))
            .MaxBy(group => group.Count())!.First();

    /// <summary>The onset of a page.</summary>
    public static Rational OnsetOf(long page, Rational firstPage) => firstPage + new Rational(page * PageSeconds);

    /// <summary>The page that an epoch is, widened; null where it lies between pages.</summary>
    public static long? PageOf(Rational epochStart, Rational firstPage) =>
        (epochStart + s_widening - firstPage) / PageSeconds is { Denominator: 1, Numerator: >= 0 and var page } ? page : null;

    private static Stage? StageAt(IReadOnlyList<StageRun> runs, Rational seconds)
    {
        var (low, high) = (0, runs.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (runs[middle].EndSeconds > seconds) high = middle;
            else low = middle + 1;
        }
        return low < runs.Count && runs[low].StartSeconds <= seconds ? runs[low].Stage : null;
    }

    private static Rational Modulo(Rational value, Rational divisor) => value - divisor * new Rational((value / divisor).Floor());
}
