using Streaming.Core.Hypnogram;
using static System.FormattableString;

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

    /// <summary>With its interval: over subjects, or over blocks of the epochs of the one there is; without where there are too few.</summary>
    public static FigureValue Interval(IReadOnlyList<ScoredNight> subjects, Func<Agreement, double> figure)
    {
        if (TooFew(subjects) is { } reason) return FigureValue.Without(figure(Total(subjects)), reason);
        return FigureValue.Of(subjects.Count == 1 ? Bootstrap.OverEpochs(subjects[0], figure, Seed) : Bootstrap.OverSubjects(subjects, figure, Seed));
    }

    /// <summary>Why a percentile interval of these would say nothing; null where they are enough. The ends of an interval over three subjects
    /// are little but the least and greatest of the three.</summary>
    public static string? TooFew(IReadOnlyList<ScoredNight> subjects)
    {
        if (subjects.Count > 1) return TooFew(subjects.Count, "subjects");
        var epochs = subjects.Count == 0 ? 0 : subjects[0].Reference.Count(Core.Hypnogram.Hypnogram.IsScored);
        return epochs < 2 * Bootstrap.DefaultBlockEpochs
            ? Invariant($"no interval: {epochs} epochs are fewer than two blocks of {Bootstrap.DefaultBlockEpochs}")
            : null;
    }

    /// <param name="what">In the plural.</param>
    public static string? TooFew(int units, string what) => units < Caution.FewSubjects ? Invariant($"no interval: {units} {what}") : null;

    private static Agreement Total(IEnumerable<ScoredNight> subjects)
    {
        var confusion = new ConfusionMatrix();
        foreach (var subject in subjects) confusion.Add(subject.Confusion);
        return new Agreement(confusion);
    }

    /// <summary>Of every bootstrap and permutation in a report.</summary>
    public const int Seed = 1;

    /// <summary>Nights of one subject one after the other: a subject is one draw.</summary>
    public static ScoredNight[] BySubject(IEnumerable<(ReadNight Read, ScoredNight Stages)> nights) => BySubject(ScoredRecording.Of(nights));

    /// <inheritdoc cref="BySubject(IEnumerable{ValueTuple{ReadNight, ScoredNight}})"/>
    public static ScoredNight[] BySubject(IEnumerable<ScoredRecording> nights) =>
    [
        .. nights.GroupBy(night => night.Subject).Select(group => new ScoredNight(
            [.. group.SelectMany(night => night.Night.Reference)], [.. group.SelectMany(night => night.Night.Candidate)])),
    ];
}
