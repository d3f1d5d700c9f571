using System.Globalization;
using Streaming.Core.Evidence;
using Streaming.Core.Staging;

namespace Streaming.Training.Explaining;

/// <summary>How often reasons and an expert agree, by the expert's stage, over one night or many.</summary>
internal sealed class ReasonTally
{
    private readonly List<(Stage Expert, Reason Reason)> _epochs = [];

    /// <param name="reasons">By epoch.</param>
    /// <param name="expert">By epoch; what the expert left open is passed over.</param>
    public void Add(IReadOnlyList<Reason> reasons, IReadOnlyList<Stage?> expert)
    {
        for (var epoch = 0; epoch < Math.Min(reasons.Count, expert.Count); epoch++)
            if (expert[epoch] is { } stage && reasons[epoch].Stage != Stage.Unscorable) _epochs.Add((stage, reasons[epoch]));
    }

    /// <summary>How often what the rules find most for is the expert's stage, how often they speak for it at all, and how often the network was
    /// contradicted.</summary>
    public IEnumerable<string> Lines()
    {
        for (var stage = Stage.W; stage <= Stage.R; stage++)
        {
            var reasons = _epochs.Where(epoch => epoch.Expert == stage).Select(epoch => epoch.Reason).ToList();
            if (reasons.Count == 0) continue;
            var (first, any, flagged) = (
                reasons.Count(reason => Leading(reason) == stage),
                reasons.Count(reason => reason.Evidence.Any(entry => entry.Supports && entry.Stage == stage)),
                reasons.Count(reason => reason.IsContradicted));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"REASONS stage={stage} epochs={reasons.Count} leading={(double)first / reasons.Count:f2} any={(double)any / reasons.Count:f2} contradicted={(double)flagged / reasons.Count:f2}{Flagged(reasons, stage)}");
        }
    }

    // Whether a contradiction was called for: the network against the expert.
    private static string Flagged(List<Reason> reasons, Stage expert)
    {
        var (right, wrong) = (reasons.Where(reason => reason.Stage == expert).ToList(), reasons.Where(reason => reason.Stage != expert).ToList());
        return string.Create(CultureInfo.InvariantCulture,
            $" contradicted_right={right.Count(reason => reason.IsContradicted)}/{right.Count} contradicted_wrong={wrong.Count(reason => reason.IsContradicted)}/{wrong.Count}");
    }

    // The stage with the strongest sign for it, less the strongest against it.
    private static Stage? Leading(Reason reason)
    {
        var (best, most) = ((Stage?)null, 0.0);
        for (var stage = Stage.W; stage <= Stage.R; stage++)
        {
            var balance = Strongest(reason, stage, true) - Strongest(reason, stage, false);
            if (balance > most) (best, most) = (stage, balance);
        }
        return best;
    }

    private static double Strongest(Reason reason, Stage stage, bool supports) =>
        reason.Evidence.Where(entry => entry.Stage == stage && entry.Supports == supports).Select(entry => entry.Strength).DefaultIfEmpty(0).Max();
}
