using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Scoring;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>Makes reports of read nights.</summary>
internal static class DecisionReports
{
    public static IReadOnlyList<string> Stages => ModelManifest.ClassOrder;

    private static readonly double[] ReviewedShares = [0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5];

    /// <summary>FINAL, then REVISED.</summary>
    public static IEnumerable<DecisionReport> Both(string model, string data, string condition, IReadOnlyList<ReadNight> nights, ModelManifest manifest)
    {
        var smoothed = nights.Select(night => night.Smooth(manifest.Smoother)).ToArray();
        yield return Of(model, data, condition, "FINAL", nights, [.. smoothed.Select(night => night.Final)], manifest.ConfidenceCaps);
        yield return Of(model, data, condition, "REVISED", nights, [.. smoothed.Select(night => night.Revised)], manifest.ConfidenceCaps);
    }

    private static DecisionReport Of(
        string model, string data, string condition, string decision, IReadOnlyList<ReadNight> nights,
        IReadOnlyList<IReadOnlyList<StageDecision>> decisions, ConfidenceCaps? caps)
    {
        ScoredNight[] scored = [.. nights.Select((night, n) => new ScoredNight(night.Truth, [.. decisions[n].Select(given => (Stage?)given.Stage)]))];
        var confidences = nights.Select((night, n) => Confidences(night, decisions[n], caps)).ToArray();
        ScoredRecording[] recordings = [.. ScoredRecording.Of(nights.Zip(scored))];
        var names = recordings.Select(recording => recording.Subject).Distinct().ToArray(); // one without a scored page has none, and no figures
        var subjects = Figures.BySubject(recordings);
        var agreement = Total(scored);
        var perSubject = subjects.Select((night, n) => Row(names[n], new Agreement(night.Confusion))).ToArray();
        var judged = Judged(scored, confidences);
        return new DecisionReport
        {
            Model = model,
            Data = data,
            Condition = condition,
            Decision = decision,
            Subjects = subjects.Length,
            Nights = nights.Count,
            Epochs = agreement.Epochs,
            Unanswered = agreement.Confusion.Unanswered,
            Figures = Figures.All.ToDictionary(figure => figure.Key, figure => Figures.Interval(subjects, figure.Value)),
            Majority = Majority(agreement),
            PerClass = [.. agreement.PerClass.Select(Row)],
            Confusion = [.. Enumerable.Range(0, 5).Select(row => Counts(agreement.Confusion, (Stage)row))],
            PerSubject = perSubject,
            KappaSpread = SpreadRow.Of(perSubject.Select(row => row.Kappa ?? double.NaN)),
            SleepMeasures = SleepMeasures.Of(recordings),
            CalibrationError = Rounded(Calibration.ExpectedError(judged)),
            Reliability = [.. Calibration.Reliability(judged).Select(bin => new ReliabilityRow(
                Math.Round(bin.From, 6), Math.Round(bin.To, 6), bin.Count, Rounded(bin.MeanConfidence), Rounded(bin.Accuracy)))],
            Review = [.. ReviewedShares.Select(share => Review(scored, confidences, share))],
        };
    }

    private static double[] Confidences(ReadNight night, IReadOnlyList<StageDecision> decisions, ConfidenceCaps? caps) =>
        [.. decisions.Select((given, epoch) => (double)ConfidenceCaps.Confidence(caps, given, night.Evidence[epoch].HasEyesOrChin))];

    private static (double Confidence, bool Correct)[] Judged(ScoredNight[] nights, double[][] confidences) =>
    [
        .. from n in Enumerable.Range(0, nights.Length)
           from epoch in Enumerable.Range(0, nights[n].Reference.Count)
           where Core.Hypnogram.Hypnogram.IsScored(nights[n].Reference[epoch]) && Core.Hypnogram.Hypnogram.IsScored(nights[n].Candidate[epoch])
           select (Math.Clamp(confidences[n][epoch], 0, 1), nights[n].Reference[epoch] == nights[n].Candidate[epoch]),
    ];

    private static ReviewRow Review(ScoredNight[] nights, double[][] confidences, double share)
    {
        var rest = Calibration.AfterReview([.. nights.Select((night, n) => (night, (IReadOnlyList<double>)confidences[n]))], share);
        return new ReviewRow(share, rest.Epochs, Rounded(rest.Kappa), Rounded(rest.Accuracy));
    }

    public static ClassRow Row(ClassAgreement c) =>
        new(Stages[(int)c.Stage], c.Support, Rounded(c.Precision), Rounded(c.Recall), Rounded(c.F1));

    private static long[] Counts(ConfusionMatrix confusion, Stage row) =>
        [.. Enumerable.Range(0, ConfusionMatrix.Classes).Select(column => confusion[row, (Stage)column])];

    private static SubjectRow Row(string name, Agreement agreement) => new(
        name, agreement.Epochs, Rounded(agreement.Kappa), Rounded(agreement.Accuracy), Rounded(agreement.BalancedAccuracy), Rounded(agreement.MacroF1));

    // Always answering a class of share p has F1 2p / (1 + p) for it and 0 for the others.
    private static MajorityRow Majority(Agreement agreement)
    {
        var classes = Math.Max(1, agreement.PerClass.Count(c => c.Support > 0));
        var share = agreement.MajorityBaseline;
        return new MajorityRow(Stages[(int)agreement.MajorityStage], Rounded(share), Rounded(1.0 / classes), Rounded(2 * share / (1 + share) / classes));
    }

    private static Agreement Total(ScoredNight[] nights)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights) confusion.Add(night.Confusion);
        return new Agreement(confusion);
    }

    private static double? Rounded(double? value) => FigureValue.Rounded(value);
}
