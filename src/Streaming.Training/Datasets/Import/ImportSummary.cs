using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>The table at the end of an import.</summary>
internal static class ImportSummary
{
    private static readonly Stage[] s_stages = [Stage.W, Stage.N1, Stage.N2, Stage.N3, Stage.R];

    public static IEnumerable<string> Lines(IReadOnlyList<ImportResult> results)
    {
        ImportResult[] good = [.. results.Where(result => result.Outcome != ImportOutcome.Broken)];
        var width = Math.Max(7, results.Max(result => result.Study.Subject.Length));
        yield return "";
        yield return $"{"subject".PadRight(width)} nights {string.Concat(s_stages.Select(stage => $"{stage,7}"))}  no stage";
        foreach (var subject in good.GroupBy(result => result.Study.Subject, StringComparer.Ordinal))
            yield return Row(subject.Key, [.. subject], width);
        yield return Row("all", good, width);
        ImportResult[] broken = [.. results.Where(result => result.Outcome == ImportOutcome.Broken)];
        yield return $"{results.Count(result => result.Outcome == ImportOutcome.Imported)} imported, "
            + $"{results.Count(result => result.Outcome == ImportOutcome.AlreadyThere)} already there, {broken.Length} not imported";
        foreach (var result in broken) yield return $"not imported: {result.Problem}";
    }

    private static string Row(string name, IReadOnlyList<ImportResult> results, int width)
    {
        Stage?[] stages = [.. results.SelectMany(result => result.Stages)];
        return $"{name.PadRight(width)} {results.Count,6} {string.Concat(s_stages.Select(stage => $"{stages.Count(given => given == stage),7}"))}"
            + $"  {stages.Count(stage => stage is null),8}";
    }
}
