using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Training.Datasets.Import;

/// <summary>The grids of epochs over a study, by the pages its scorers wrote.</summary>
internal static class StudyGrids
{
    public static IReadOnlyList<NightGrid> Of(EdfStudy study, IReadOnlyList<ScorerRuns> scorers, StudyReport report)
    {
        if (scorers[0].PageSeconds == 20)
        {
            var grids = WidenedPages.Grids(scorers[0], study.DurationSeconds, out var outside);
            report.Widened(outside);
            return grids;
        }
        var origin = EpochGrid.Origin(scorers[0].Runs);
        var epochs = (int)Math.Max(0, ((study.DurationSeconds - origin) / 30).Floor());
        return [new NightGrid(origin, [.. scorers.Select(scorer => new NightScoring(scorer.Scorer, EpochGrid.Labels(scorer.Runs, origin, epochs)))])];
    }

    /// <summary>The grid in the time of what is kept: epoch 0 is the first whole one.</summary>
    public static NightGrid Moved(NightGrid grid, TimeCrop crop)
    {
        if (crop.ToSeconds is not { } to) return grid;
        var skipped = Math.Max(0, (int)((crop.FromSeconds - grid.OriginSeconds) / 30).Ceiling());
        var origin = grid.OriginSeconds + new Rational(30L * skipped) - crop.FromSeconds;
        var count = (int)((to - crop.FromSeconds - origin) / 30).Floor();
        return new NightGrid(origin, [.. grid.Scorings.Select(scoring => scoring with { Stages = [.. scoring.Stages.Skip(skipped).Take(count)] })]);
    }
}
