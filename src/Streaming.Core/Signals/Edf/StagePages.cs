namespace Streaming.Core.Signals.Edf;

/// <summary>How long the pages are that a scorer gave stages to, judged by the lengths of the annotated runs.</summary>
public static class StagePages
{
    private const double MostShare = 0.9; // a run cut by another, or the last of a file without lengths, may fit nothing
    private const int LeastRuns = 3; // that fit 20 s and not 30 s: fewer may be slips

    /// <summary>20 where nearly all runs are whole pages of 20 s and several are none of 30 s; else 30.</summary>
    public static int Seconds(IReadOnlyList<StageRun> runs)
    {
        var (of20, of30) = (Fitting(runs, 20), Fitting(runs, 30));
        return of20 >= of30 + LeastRuns && of20 >= MostShare * runs.Count ? 20 : 30;
    }

    /// <summary>How many runs are whole pages of a length, give or take a hundredth of a page.</summary>
    public static int Fitting(IReadOnlyList<StageRun> runs, int seconds) => runs.Count(run =>
    {
        var pages = (double)(run.EndSeconds - run.StartSeconds) / seconds;
        return Math.Round(pages) >= 1 && Math.Abs(pages - Math.Round(pages)) < 0.01;
    });
}
