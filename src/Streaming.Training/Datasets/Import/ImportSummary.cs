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
            + $"{results.Count(result => result.Outcome == ImportOutcome.AlreadyThere)} already there, {broken.Length} not imported"
            + (good.Count(result => result.HeldShare is not null) is > 0 and var cut ? $", {cut} cut short" : "")
            + (good.Count(result => result.Doubts.Count > 0) is > 0 and var doubtful ? $", {doubtful} in doubt" : "");
        foreach (var result in good.Where(result => result.HeldShare is not null))
            yield return FormattableString.Invariant($"cut short: {result.Study.Name} holds {Percent(result.HeldShare!.Value)} % of the length its header states");
        foreach (var result in good)
            foreach (var doubt in result.Doubts) yield return $"in doubt: {result.Study.Name}: {doubt}";
        foreach (var result in broken) yield return $"not imported: {result.Problem}";
    }

    /// <summary>Rounded down, since 100 % would be all of it.</summary>
    public static double Percent(double share) => share >= 0.1 ? Math.Floor(100 * share) : Math.Floor(1000 * share) / 10;

    private static string Row(string name, IReadOnlyList<ImportResult> results, int width)
    {
        Stage?[] stages = [.. results.SelectMany(result => result.Stages)];
        return $"{name.PadRight(width)} {results.Count,6} {string.Concat(s_stages.Select(stage => $"{stages.Count(given => given == stage),7}"))}"
            + $"  {stages.Count(stage => stage is null),8}";
    }
}
