using System.CommandLine;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Streaming.Benchmarks;

/// <summary><c>compare</c>: the rows of two commits, each measured once or more; fails where a ratio got worse by more than 15 %.</summary>
internal static partial class CompareCommand
{
    private const double Tolerated = 0.15;

    public static Command Create()
    {
        var before = new Option<string[]>("--before") { Description = "What all --json wrote; the better of several counts.", Required = true };
        var after = new Option<string[]>("--after") { Description = "As above.", Required = true };
        var command = new Command("compare", "Fails where a ratio of the second got worse by more than 15 %; tests/compare-benchmarks.sh calls it.") { before, after };
        command.SetAction(parse => Compare(Best(parse.GetValue(before)!), Best(parse.GetValue(after)!), Console.Out));
        return command;
    }

    /// <returns>1 where something got worse, or nothing could be compared.</returns>
    internal static int Compare(IReadOnlyDictionary<string, Figure> before, IReadOnlyDictionary<string, Figure> after, TextWriter report)
    {
        var (worse, compared) = (0, 0);
        foreach (var (key, old) in before)
        {
            if (!after.TryGetValue(key, out var now)) continue;
            compared++;
            // Above 1: better.
            var change = old.IsHigherBetter ? now.Ratio!.Value / old.Ratio!.Value : old.Ratio!.Value / now.Ratio!.Value;
            if (old.Ratio == now.Ratio) change = 1; // 0 bytes beside 0 bytes
            var isWorse = !(change >= 1 - Tolerated);
            if (isWorse) worse++;
            report.WriteLine(FigureBook.Text($"{(isWorse ? "WORSE" : "ok   ")} {change,7:p0} {old.Ratio:0.###} -> {now.Ratio:0.###}  {key}"));
        }
        report.WriteLine($"compare: {compared} compared, {worse} worse by more than {FigureBook.Text($"{Tolerated:p0}")}");
        return compared == 0 || worse > 0 ? 1 : 0;
    }

    /// <summary>By room and what was measured, without the figures that stand in brackets.</summary>
    internal static IReadOnlyDictionary<string, Figure> Best(IEnumerable<IEnumerable<Figure>> runs) => runs.SelectMany(run => run)
        .Where(figure => figure is { Ratio: not null, IsCompared: true })
        .GroupBy(figure => $"{figure.Room}: {Brackets().Replace(figure.What, "").Trim()}")
        .ToDictionary(group => group.Key, group => group.First().IsHigherBetter ? group.MaxBy(figure => figure.Ratio)! : group.MinBy(figure => figure.Ratio)!);

    private static IReadOnlyDictionary<string, Figure> Best(string[] files) =>
        Best(files.Select(file => JsonSerializer.Deserialize<Figure[]>(File.ReadAllText(file))!));

    [GeneratedRegex(@"\([^)]*\)")]
    private static partial Regex Brackets();
}
