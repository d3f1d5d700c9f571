using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Stages that were written as EDF+ annotations.</summary>
internal static class AnnotationRuns
{
    /// <param name="study">The recording with the stages that were read.</param>
    /// <param name="annotated">The file that holds them.</param>
    /// <param name="pageSeconds">Length of a scored page.</param>
    public static ScorerRuns Of(EdfStudy study, EdfFile annotated, int pageSeconds = 30) => new("expert", study.Runs)
    {
        PageSeconds = pageSeconds,
        Ignored = annotated.Annotations.Where(annotation => IsNoStage(annotation.Text)).Concat(Pages(annotated, pageSeconds))
            .GroupBy(annotation => UnreadTexts.Shown(annotation.Text), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(annotation => (double)(annotation.DurationSeconds ?? pageSeconds))),
    };

    // Also what looks like a stage and is none that is known: it is named, not guessed.
    private static bool IsNoStage(string text) => StageText.TryParse(text, out var stage) ? stage is null : LooksLikeAStage(text);

    private static bool LooksLikeAStage(string text) => text.TrimStart().StartsWith("Sleep stage", StringComparison.OrdinalIgnoreCase);

    // A text that stands over whole pages again and again may be a stage in a spelling that is not known.
    private static IEnumerable<EdfAnnotation> Pages(EdfFile annotated, int pageSeconds) => UnreadTexts.Commonest(annotated)
        .Where(entry => !LooksLikeAStage(entry.Text) && entry.Annotations.All(annotation => AreWholePages(annotation, pageSeconds)))
        .SelectMany(entry => entry.Annotations);

    private static bool AreWholePages(EdfAnnotation annotation, int pageSeconds) =>
        annotation.DurationSeconds is not { } seconds || (seconds > 0 && (seconds / pageSeconds).Denominator == 1);
}
