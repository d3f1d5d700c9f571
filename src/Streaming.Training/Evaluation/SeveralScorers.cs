using Streaming.Core.Hypnogram;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Where people scored a night more than once: bundle and people held against each of them.</summary>
internal static class SeveralScorers
{
    public static IEnumerable<ScorerRow> Of(NamedBundle bundle, string data, ReadNight[] nights)
    {
        var scorers = nights[0].Scorings.Select(scoring => scoring.Scorer).ToArray();
        if (scorers.Length < 2 || !nights.All(night => night.Scorings.Select(scoring => scoring.Scorer).SequenceEqual(scorers))) yield break;
        var smoothed = nights.Select(night => night.Smooth(bundle.Bundle.Manifest.Smoother)).ToArray();
        for (var reference = 0; reference < scorers.Length; reference++)
        {
            var number = reference;
            ScorerRow Against(string candidate, Func<int, IReadOnlyList<Core.Staging.Stage?>> stages) => Row(
                data, candidate, scorers[number],
                nights.Select((night, n) => (night.Subject, new ScoredNight(night.Scorings[number].Stages, stages(n)))));
            yield return Against($"{bundle.Label} FINAL", n => smoothed[n].FinalStages);
            yield return Against($"{bundle.Label} REVISED", n => smoothed[n].RevisedStages);
            for (var other = 0; other < scorers.Length; other++)
            {
                var candidate = other;
                if (other != reference) yield return Against(scorers[other], n => nights[n].Scorings[candidate].Stages);
            }
        }
    }

    public static ScorerRow Row(string data, string candidate, string reference, IEnumerable<(string Subject, ScoredNight Night)> nights)
    {
        var subjects = Figures.BySubject(nights);
        var total = new ConfusionMatrix();
        foreach (var subject in subjects) total.Add(subject.Confusion);
        return new ScorerRow(
            data, candidate, reference, subjects.Length, total.Total,
            Figures.All.ToDictionary(figure => figure.Key, figure => Figures.Interval(subjects, figure.Value)),
            [.. new Agreement(total).PerClass.Select(DecisionReports.Row)],
            SpreadRow.Of(subjects.Select(subject => new Agreement(subject.Confusion).Kappa)));
    }
}
