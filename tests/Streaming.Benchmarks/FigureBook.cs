using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Streaming.Benchmarks;

/// <summary>Where a room writes what it measured: to the console, and for <c>all</c> to a file, a row a line.</summary>
internal sealed class FigureBook(string room, TextWriter report, string? file)
{
    public static Option<bool> Short { get; } = new("--short") { Description = "A minute at most; what all uses.", Recursive = true };

    public static Option<string?> File { get; } = new("--figures") { Description = "Adds a row of JSON for each figure to this file.", Recursive = true };

    public static FigureBook Of(string room, ParseResult parse) => new(room, Console.Out, parse.GetValue(File));

    public void Say(string text) => report.WriteLine($"{room}: {text}");

    /// <summary>More is better.</summary>
    public void AtLeast(string what, string measured, string beside, double ratio, double? aim = null) =>
        Add(what, measured, beside, ratio, aim is null ? "" : Text($"at least {aim}"), aim is null ? null : ratio >= aim, true);

    /// <summary>Less is better.</summary>
    public void AtMost(string what, string measured, string beside, double ratio, double? aim = null, bool isCompared = true) =>
        Add(what, measured, beside, ratio, aim is null ? "" : Text($"at most {aim}"), aim is null ? null : ratio <= aim, false, isCompared);

    public void Skip(string what, string reason) => Write(Figure.Skipped(room, what, reason));

    public static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private void Add(string what, string measured, string beside, double ratio, string aim, bool? isMet, bool isHigherBetter,
        bool isCompared = true) =>
        Write(new Figure(room, what, measured, beside, double.IsFinite(ratio) ? ratio : null, aim, isMet, isHigherBetter, isCompared));

    private void Write(Figure figure)
    {
        var ratio = figure.Ratio is { } value ? Text($" ratio={value:0.000}") : "";
        Say($"{figure.What}: {figure.Measured} beside {figure.Beside}{ratio}{(figure.Aim.Length > 0 ? $" (aim: {figure.Aim})" : "")}");
        if (file is not null) System.IO.File.AppendAllText(file, JsonSerializer.Serialize(figure) + "\n");
    }
}
