using System.Globalization;
using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>Stage annotations in any order and on top of each other, as stretches that follow each other.</summary>
/// <remarks>
/// Scorers mark events beside stages, and some have a stage's name: a movement of three seconds, a rapid eye movement called REM. Such a one says
/// nothing about the page that it lies in. Where whole pages say two things of the same time, nobody knows which holds, and that time has no stage.
/// </remarks>
internal static class StageTimeline
{
    private static readonly Rational s_shortestPage = 20; // seconds; the other pages in use are of 30
    private static readonly Rational s_roundedAway = 10; // half of the shortest page: less of an overlap is a rounded length
    private static readonly Rational s_lastLength = 30; // of a last annotation without a length
    private static readonly Rational s_jitter = new(1, 10); // by which a mark at a page's beginning may miss it

    /// <param name="found">As annotated, in any order.</param>
    /// <param name="remarks">What was left out, and how much has two stages.</param>
    /// <returns>In ascending order, not overlapping. Without overlaps: each annotation as it is.</returns>
    public static StageRun[] Of(IEnumerable<StageMark> found, ICollection<string> remarks)
    {
        var pages = WithoutPoints([.. found], out var points);
        var runs = WithoutShort(Ended(pages), out var brief);
        if (points + brief > 0)
            remarks.Add($"{points + brief} annotations with a stage's name are shorter than a page, or have no length, and lie in a page of a stage: events, left out.");
        if (CutRounded(runs) is > 0 and var cut) remarks.Add($"{cut} stage annotations overlap the next one; each ends where the next begins.");
        return Apart(runs, remarks);
    }

    // A mark without a length stands until the next where such marks are how the file scores; amid a page that has a length it is an event, and
    // at the beginning of one it speaks of that page alone.
    private static List<StageMark> WithoutPoints(StageMark[] found, out int left)
    {
        var (kept, around) = (new List<StageMark>(found.Length), default(StageMark?));
        foreach (var mark in found.OrderBy(mark => mark.StartSeconds).ThenByDescending(mark => EndOf(mark)))
        {
            if (IsPage(mark) && mark.Stage is not null && (around is null || EndOf(mark) > EndOf(around.Value))) around = mark;
            if (IsTimed(mark) || around is not { } run || mark.StartSeconds >= EndOf(run)) kept.Add(mark);
            else if (PageBegun(mark, run) is { } page) kept.Add(mark with { LengthSeconds = page });
        }
        left = found.Length - kept.Count;
        return kept;
    }

    // Events have lengths of their own, and end no page.
    private static List<StageRun> Ended(List<StageMark> ordered)
    {
        var runs = new List<StageRun>(ordered.Count);
        Rational? next = null; // where the next page begins, later than this mark
        var later = next;
        for (var i = ordered.Count - 1; i >= 0; i--)
        {
            if (i + 1 < ordered.Count && ordered[i + 1].StartSeconds > ordered[i].StartSeconds) next = later;
            runs.Add(new StageRun(ordered[i].StartSeconds, IsTimed(ordered[i]) ? EndOf(ordered[i]) : next ?? ordered[i].StartSeconds + s_lastLength, ordered[i].Stage));
            if (!IsTimed(ordered[i]) || IsPage(ordered[i])) later = ordered[i].StartSeconds;
        }
        runs.Reverse();
        return runs;
    }

    private static List<StageRun> WithoutShort(List<StageRun> runs, out int left)
    {
        // Of one onset the page comes first, so that it is there when its event is looked at.
        var ordered = runs.OrderBy(run => run.StartSeconds).ThenByDescending(run => run.EndSeconds).ToList();
        Rational? reach = null;
        left = ordered.RemoveAll(run =>
        {
            var isPage = run.EndSeconds - run.StartSeconds >= s_shortestPage;
            if (isPage && run.Stage is not null && !(reach >= run.EndSeconds)) reach = run.EndSeconds;
            return !isPage && run.EndSeconds <= reach;
        });
        return ordered;
    }

    private static int CutRounded(List<StageRun> runs)
    {
        var cut = 0;
        for (var i = 0; i + 1 < runs.Count; i++)
        {
            var overlap = runs[i].EndSeconds - runs[i + 1].StartSeconds;
            if (overlap <= 0 || overlap >= s_roundedAway || runs[i].EndSeconds > runs[i + 1].EndSeconds || runs[i].StartSeconds == runs[i + 1].StartSeconds) continue;
            runs[i] = runs[i] with { EndSeconds = runs[i + 1].StartSeconds };
            cut++;
        }
        return cut;
    }

    private static StageRun[] Apart(List<StageRun> runs, ICollection<string> remarks)
    {
        if (!Enumerable.Range(1, Math.Max(0, runs.Count - 1)).Any(i => runs[i - 1].EndSeconds > runs[i].StartSeconds)) return [.. runs];
        var boundaries = runs.SelectMany(run => (Rational[])[run.StartSeconds, run.EndSeconds]).Distinct().Order().ToArray();
        var ends = new PriorityQueue<int, Rational>();
        var open = Enumerable.Range(0, 6).Select(_ => new SortedSet<int>()).ToArray(); // by stage, the last without one; a greater number began later
        var (apart, next, doubtful) = (new List<StageRun>(), 0, Rational.Zero);
        for (var b = 0; b + 1 < boundaries.Length; b++)
        {
            while (ends.TryPeek(out var ended, out var end) && end <= boundaries[b])
            {
                open[Kind(runs[ended])].Remove(ended);
                ends.Dequeue();
            }
            for (; next < runs.Count && runs[next].StartSeconds == boundaries[b]; next++)
            {
                if (runs[next].EndSeconds <= runs[next].StartSeconds) continue;
                open[Kind(runs[next])].Add(next);
                ends.Enqueue(next, runs[next].EndSeconds);
            }
            if (ends.Count == 0) continue;
            var run = new StageRun(boundaries[b], boundaries[b + 1], StageOf(open, runs, out var isDoubtful));
            if (isDoubtful) doubtful += run.EndSeconds - run.StartSeconds;
            apart.Add(run);
        }
        if (doubtful > 0)
            remarks.Add($"{((double)doubtful).ToString("0.##", CultureInfo.InvariantCulture)} s carry two stages at once ({(doubtful / s_lastLength).Floor()} epochs); they count as without one.");
        return [.. apart];
    }

    // A page of movement within a run of N2 is none of N2; a night of '?' under the pages takes nothing from them.
    private static Stage? StageOf(SortedSet<int>[] open, List<StageRun> runs, out bool isDoubtful)
    {
        int[] stages = [.. Enumerable.Range(0, 5).Where(stage => open[stage].Count > 0)];
        isDoubtful = stages.Length > 1;
        if (stages.Length != 1) return null;
        return open[5].Count > 0 && LiesIn(runs[open[5].Max], runs[open[stages[0]].Max]) ? null : (Stage)stages[0];
    }

    // Or begins in it and ends later: what begins later is what was written of that time.
    private static bool LiesIn(StageRun run, StageRun around) =>
        run.StartSeconds > around.StartSeconds || (run.StartSeconds == around.StartSeconds && run.EndSeconds <= around.EndSeconds);

    private static int Kind(StageRun run) => run.Stage is { } stage ? (int)stage : 5;

    private static bool IsTimed(StageMark mark) => mark.LengthSeconds is { } length && length > 0;

    private static bool IsPage(StageMark mark) => IsTimed(mark) && mark.LengthSeconds >= s_shortestPage;

    private static Rational EndOf(StageMark mark) => mark.StartSeconds + (mark.LengthSeconds ?? Rational.Zero);

    // The length of a run's pages where the mark stands at the beginning of one; else null.
    private static Rational? PageBegun(StageMark mark, StageMark run)
    {
        Rational page = (run.LengthSeconds!.Value / 30).Denominator == 1 ? 30 : 20;
        var into = mark.StartSeconds - run.StartSeconds;
        var past = into - page * new Rational((into / page).Floor());
        return past <= s_jitter || page - past <= s_jitter ? page : null;
    }
}
