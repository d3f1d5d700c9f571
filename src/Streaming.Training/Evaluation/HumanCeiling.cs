using Streaming.Core.Hypnogram;
using Streaming.Core.Windowing;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>How far people agree: each against what the others agree on, each pair, and the mean of these.</summary>
internal static class HumanCeiling
{
    public static IReadOnlyList<ScorerRow> Of(string data, ScorerPanel panel)
    {
        var scorers = Enumerable.Range(0, panel.Scorers.Count).ToArray();
        return
        [
            .. scorers.Select(scorer => Row(data, panel, panel.Scorers[scorer], "consensus of the others", panel.AgainstOthers(scorer))),
            .. from candidate in scorers
               from reference in scorers
               where candidate < reference
               select Row(data, panel, panel.Scorers[candidate], panel.Scorers[reference], panel.Pair(candidate, reference)),
        ];
    }

    private static ScorerRow Row(string data, ScorerPanel panel, string candidate, string reference, IReadOnlyList<ScoredNight> nights) =>
        SeveralScorers.Row(data, candidate, reference, Figures.BySubject(panel.Nights.Zip(nights, (night, scored) => new ScoredRecording(night.Subject, scored, Epoch.Seconds))));
}
