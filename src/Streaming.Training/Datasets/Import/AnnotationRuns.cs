using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Stages that were written as EDF+ annotations.</summary>
internal static class AnnotationRuns
{
    public static ScorerRuns Of(EdfStudy study, EdfFile annotated) => new("expert", study.Runs)
    {
        Ignored = annotated.Annotations
            .Where(annotation => IsNoStage(annotation.Text))
            .GroupBy(annotation => annotation.Text.Trim(), StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => group.Sum(annotation => (double)(annotation.DurationSeconds ?? 30))),
    };

    // Also what looks like a stage and is none that is known: it is named, not guessed.
    private static bool IsNoStage(string text) =>
        StageText.TryParse(text, out var stage) ? stage is null : text.TrimStart().StartsWith("Sleep stage", StringComparison.OrdinalIgnoreCase);
}
