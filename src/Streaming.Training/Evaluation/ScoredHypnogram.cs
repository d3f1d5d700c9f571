using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;

namespace Streaming.Training.Evaluation;

/// <summary>A night as it was scored; every list by epoch.</summary>
/// <param name="Expert">Null: not scored.</param>
/// <param name="Reasons">Of the FINALs; null where nobody asked.</param>
internal sealed record ScoredHypnogram(
    IReadOnlyList<EpochEvidence> Evidence, SmoothedNight Decisions, IReadOnlyList<Stage?> Expert, IReadOnlyList<Reason>? Reasons)
{
    /// <summary>One decision a page of 20 s, in order: of each grid the epochs that are a widened page, with the page's number and onset.</summary>
    /// <param name="grids">The nights of one recording (<see cref="RecordingNights"/>), as they were scored.</param>
    /// <param name="firstPage">Onset of page 0, <see cref="WidenedPages.FirstPage"/>.</param>
    public static ScoredHypnogram ByPage(IReadOnlyList<(StagedNight Night, ScoredHypnogram Scored)> grids, Rational firstPage)
    {
        var pages = (
            from grid in grids
            from place in Enumerable.Range(0, grid.Scored.Evidence.Count)
            let start = grid.Night.Study.EpochOriginSeconds + new Rational(30 * grid.Scored.Evidence[place].Epoch)
            let page = WidenedPages.PageOf(start, firstPage)
            where page is not null
            orderby page
            select (Number: page.Value, grid.Scored, Place: place)).ToArray();
        return new(
            [.. pages.Select(page => page.Scored.Evidence[page.Place] with { Epoch = page.Number, OnsetSeconds = (double)WidenedPages.OnsetOf(page.Number, firstPage) })],
            new SmoothedNight([.. pages.Select(page => page.Scored.Decisions.Final[page.Place])], [.. pages.Select(page => page.Scored.Decisions.Revised[page.Place])]),
            [.. pages.Select(page => page.Scored.Expert[page.Place])],
            pages.All(page => page.Scored.Reasons is not null) ? [.. pages.Select(page => page.Scored.Reasons![page.Place])] : null);
    }
}
