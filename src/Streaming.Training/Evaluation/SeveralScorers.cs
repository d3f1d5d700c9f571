using Streaming.Core.Hypnogram;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation;

/// <summary>Where people scored a night more than once: bundle and people held against each of them.</summary>
internal static class SeveralScorers
{
    /// <summary>The bundle against each of them.</summary>
    public static IEnumerable<ScorerRow> Of(NamedBundle bundle, string data, ReadNight[] nights)
    {
        var scorers = Scorers(nights);
        if (scorers.Length < 2) yield break;
        var smoothed = nights.Select(night => night.Smooth(bundle.Bundle.Manifest.Smoother)).ToArray();
        for (var reference = 0; reference < scorers.Length; reference++)
        {
            var number = reference;
            ScorerRow Against(string candidate, Func<int, IReadOnlyList<Core.Staging.Stage?>> stages) => Row(
                data, candidate, scorers[number],
                Figures.BySubject(nights.Select((night, n) => (night, new ScoredNight(night.Scorings[number].Stages, stages(n))))));
            yield return Against($"{bundle.Label} FINAL", n => smoothed[n].FinalStages);
            if (bundle.Bundle.Manifest.Smoother.LookAheadEpochs > 0) yield return Against($"{bundle.Label} REVISED", n => smoothed[n].RevisedStages);
        }
    }

    /// <summary>The people against each other, each pair once: whose stages count as right changes no figure given.</summary>
    public static IEnumerable<ScorerRow> People(string data, ReadNight[] nights)
    {
        var scorers = Scorers(nights);
        return from reference in Enumerable.Range(0, scorers.Length)
               from candidate in Enumerable.Range(reference + 1, scorers.Length - reference - 1)
               select Row(data, scorers[candidate], scorers[reference], Figures.BySubject(nights.Select(night =>
                   (night, new ScoredNight(night.Scorings[reference].Stages, night.Scorings[candidate].Stages)))));
    }

    // None where the nights were not scored by the same people.
    private static string[] Scorers(ReadNight[] nights)
    {
        string[] scorers = [.. nights[0].Scorings.Select(scoring => scoring.Scorer)];
        return nights.All(night => night.Scorings.Select(scoring => scoring.Scorer).SequenceEqual(scorers)) ? scorers : [];
    }

    public static ScorerRow Row(string data, string candidate, string reference, ScoredNight[] subjects)
    {
        var total = new ConfusionMatrix();
        foreach (var subject in subjects) total.Add(subject.Confusion);
        return new ScorerRow(
            data, candidate, reference, subjects.Length, total.Total,
            Figures.All.ToDictionary(figure => figure.Key, figure => Figures.Interval(subjects, figure.Value)),
            [.. new Agreement(total).PerClass.Select(DecisionReports.Row)],
            SpreadRow.Of(subjects.Select(subject => new Agreement(subject.Confusion).Kappa)));
    }
}
