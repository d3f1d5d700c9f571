using Streaming.Core.Hypnogram;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A recording as two scorers see it, in the order of time.</summary>
/// <param name="Subject">Who slept.</param>
/// <param name="Night">By epoch; by page where the recording was read on three grids.</param>
/// <param name="PageSeconds">What one of them stands for: 30, or 20.</param>
internal sealed record ScoredRecording(string Subject, ScoredNight Night, int PageSeconds)
{
    private const int WidenedSeconds = 20;
    private static readonly Rational s_epoch = Epoch.Seconds;

    /// <summary>Of nights that are grids of one recording, its pages: each grid holds every third and, between them, epochs that no one scored, so
    /// that a grid alone has half of a night's minutes, and three one after the other are no course of a night.</summary>
    /// <param name="nights">What was read, and its stages from the first epoch on, epoch by epoch.</param>
    /// <returns>In order of first appearance.</returns>
    public static IEnumerable<ScoredRecording> Of(IEnumerable<(ReadNight Read, ScoredNight Stages)> nights) =>
        nights.GroupBy(night => (night.Read.Subject, night.Read.Recording)).SelectMany(grids => OfOne(grids.Key.Subject, [.. grids]));

    private static IEnumerable<ScoredRecording> OfOne(string subject, (ReadNight Read, ScoredNight Stages)[] grids)
    {
        if (grids.Length == 1 || grids[0].Read.Recording.Length == 0) return grids.Select(grid => new ScoredRecording(subject, grid.Stages, Epoch.Seconds));
        var epochs = (
            from grid in grids
            from n in Enumerable.Range(0, grid.Stages.Reference.Count)
            let onset = grid.Read.OriginSeconds + s_epoch * new Rational(grid.Read.Evidence[n].Epoch)
            orderby onset
            select (Onset: onset, Truth: grid.Read.Truth[n], Reference: grid.Stages.Reference[n], Candidate: grid.Stages.Candidate[n])).ToArray();
        var first = Array.FindIndex(epochs, epoch => Core.Hypnogram.Hypnogram.IsScored(epoch.Truth));
        if (first < 0) return [];
        var pages = epochs.Where(epoch => ((epoch.Onset - epochs[first].Onset) / WidenedSeconds).Denominator == 1).ToArray();
        return [new ScoredRecording(subject, new ScoredNight([.. pages.Select(page => page.Reference)], [.. pages.Select(page => page.Candidate)]), WidenedSeconds)];
    }
}
