using Streaming.Core.Hypnogram;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>The figures every table gives, by the name they have in JSON.</summary>
internal static class Figures
{
    public const string Kappa = "kappa";
    public const string Accuracy = "accuracy";
    public const string BalancedAccuracy = "balanced_accuracy";
    public const string MacroF1 = "macro_f1";

    public static IReadOnlyList<KeyValuePair<string, Func<Agreement, double>>> All { get; } =
    [
        new(Kappa, a => a.Kappa), new(Accuracy, a => a.Accuracy), new(BalancedAccuracy, a => a.BalancedAccuracy), new(MacroF1, a => a.MacroF1),
    ];

    /// <summary>With its interval: over subjects, or over blocks of the epochs of the one there is.</summary>
    public static ConfidenceInterval Interval(IReadOnlyList<ScoredNight> subjects, Func<Agreement, double> figure) =>
        subjects.Count == 1 ? Bootstrap.OverEpochs(subjects[0], figure, Seed) : Bootstrap.OverSubjects(subjects, figure, Seed);

    /// <summary>Of every bootstrap and permutation in a report.</summary>
    public const int Seed = 1;

    /// <summary>Nights of one subject one after the other: a subject is one draw.</summary>
    public static ScoredNight[] BySubject(IEnumerable<(string Subject, ScoredNight Night)> nights) =>
    [
        .. nights.GroupBy(night => night.Subject).Select(group => new ScoredNight(
            [.. group.SelectMany(night => night.Night.Reference)], [.. group.SelectMany(night => night.Night.Candidate)])),
    ];
}
