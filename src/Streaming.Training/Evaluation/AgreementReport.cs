using System.Globalization;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Scoring;

namespace Streaming.Training.Evaluation;

/// <summary>Agreement of FINAL or REVISED decisions with a reference: figures with intervals, per class, confusion.</summary>
internal sealed class AgreementReport
{
    private const int Seed = 1;

    private readonly ConfidenceInterval[] _intervals;

    private AgreementReport(string title, IReadOnlyList<ScoredNight> subjects)
    {
        Title = title;
        var confusion = new ConfusionMatrix();
        foreach (var subject in subjects) confusion.Add(subject.Confusion);
        Agreement = new Agreement(confusion);
        Subjects = subjects.Count;
        _intervals = [.. Figures.Select(figure => subjects.Count == 1
            ? Bootstrap.OverEpochs(subjects[0], figure.Value, Seed)
            : Bootstrap.OverSubjects(subjects, figure.Value, Seed))];
    }

    public static IReadOnlyList<KeyValuePair<string, Func<Agreement, double>>> Figures { get; } =
        [new("kappa", a => a.Kappa), new("accuracy", a => a.Accuracy), new("macro_f1", a => a.MacroF1)];

    public string Title { get; }

    public Agreement Agreement { get; }

    public int Subjects { get; }

    public ConfidenceInterval Kappa => _intervals[0];

    public ConfidenceInterval Accuracy => _intervals[1];

    public static AgreementReport Of(string title, IReadOnlyList<ReadNight> nights, SmootherSpec spec, bool revised) =>
        new(title, [.. nights.Select(night => (night.Truth, Smoothed: night.Smooth(spec)))
            .Select(night => new ScoredNight(night.Truth, revised ? night.Smoothed.RevisedStages : night.Smoothed.FinalStages))]);

    /// <summary>For the manifest.</summary>
    public IEnumerable<MeasuredAgreement> Measured(string data, bool simulated, string decision) =>
        Figures.Select((figure, i) => Measured(figure.Key, i, data, simulated, decision));

    private MeasuredAgreement Measured(string figure, int i, string data, bool simulated, string decision) => new()
    {
        Data = data,
        Simulated = simulated,
        Subjects = Subjects,
        Epochs = Agreement.Epochs,
        Figure = $"{decision} {figure}",
        Value = Math.Round(_intervals[i].Estimate, 4),
        Low = Math.Round(_intervals[i].Low, 4),
        High = Math.Round(_intervals[i].High, 4),
        Interval = $"95 % {_intervals[i].Method}",
        MajorityBaseline = i == 1 ? Math.Round(Agreement.MajorityBaseline, 4) : i == 0 ? 0 : Math.Round(MajorityF1(), 4),
    };

    /// <summary>One line of figures.</summary>
    public string Line() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Title}: {string.Join(' ', Figures.Select((figure, i) => $"{figure.Key}={Span(_intervals[i])}"))} epochs={Agreement.Epochs} "
        + $"subjects={Subjects} always_{Agreement.MajorityStage}={Agreement.MajorityBaseline:f3} (kappa 0)");

    /// <summary>Confusion and per-class figures, rows the reference.</summary>
    public IEnumerable<string> Table()
    {
        Stage[] stages = [Stage.W, Stage.N1, Stage.N2, Stage.N3, Stage.R];
        yield return $"{"",6}{string.Concat(stages.Select(stage => $"{stage,7}"))}  recall precision    f1";
        foreach (var stage in stages)
        {
            var figures = Agreement.PerClass[(int)stage];
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{stage,6}{string.Concat(stages.Select(other => $"{Agreement.Confusion[stage, other],7}"))}  "
                + $"{figures.Recall ?? double.NaN,6:f3} {figures.Precision ?? double.NaN,9:f3} {figures.F1 ?? double.NaN,5:f3}");
        }
    }

    private static string Span(ConfidenceInterval interval) =>
        string.Create(CultureInfo.InvariantCulture, $"{interval.Estimate:f3} [{interval.Low:f3}, {interval.High:f3}]");

    // Always answering one class of share p has F1 2p / (1 + p) for it and 0 for the others.
    private double MajorityF1() =>
        2 * Agreement.MajorityBaseline / (1 + Agreement.MajorityBaseline) / Math.Max(1, Agreement.PerClass.Count(figures => figures.Support > 0));
}
