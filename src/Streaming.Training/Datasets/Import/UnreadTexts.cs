using System.Text.RegularExpressions;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>Annotation texts that are no stage known here, to show a person how the file spells what was looked for.</summary>
/// <remarks>Free text may hold names: only what occurs several times and ends like a stage is shown, and only its beginning.</remarks>
internal static partial class UnreadTexts
{
    public const int LeastTimes = 3;
    private const int MaximumShown = 5;
    private const int MaximumLength = 40;

    /// <summary>The commonest texts that are read as nothing.</summary>
    public static IReadOnlyList<(string Text, IReadOnlyList<EdfAnnotation> Annotations)> Commonest(EdfFile annotated) =>
    [
        .. annotated.Annotations.Where(annotation => IsUnread(annotation.Text)).GroupBy(annotation => Shown(annotation.Text), StringComparer.Ordinal)
            .Where(group => group.Count() >= LeastTimes).OrderByDescending(group => group.Count()).ThenBy(group => group.Key, StringComparer.Ordinal)
            .Take(MaximumShown).Select(group => (group.Key, (IReadOnlyList<EdfAnnotation>)[.. group])),
    ];

    /// <summary>What a file has instead of stages, as a sentence.</summary>
    public static string Instead(EdfFile annotated)
    {
        if (annotated.Annotations.Count == 0) return "it has no annotations";
        var commonest = Commonest(annotated);
        return commonest.Count == 0
            ? $"none of its {annotated.Annotations.Count} annotations is a stage, and no other text that ends like one occurs {LeastTimes} times"
            : $"of its {annotated.Annotations.Count} annotations these are the commonest that are not read: "
                + $"{string.Join(", ", commonest.Select(entry => $"'{entry.Text}' {entry.Annotations.Count}"))}; stages are read as 'Sleep stage N2', 'N2' and the like";
    }

    /// <summary>The beginning of a text.</summary>
    public static string Shown(string text)
    {
        text = StageText.Untagged(text).Trim();
        return text.Length <= MaximumLength ? text : text[..(MaximumLength - 1)] + "…";
    }

    private static bool IsUnread(string text) => EndsLikeAStage().IsMatch(StageText.Untagged(text).TrimEnd()) && !StageText.TryParse(text, out _) && !StageText.IsLightsOff(text) && !StageText.IsLightsOn(text);

    [GeneratedRegex("(?:^|[^\\p{L}\\p{N}])(?:W|WAKE|N?R|N?REM|[NS]?[0-4]|MT|\\?)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex EndsLikeAStage();
}
