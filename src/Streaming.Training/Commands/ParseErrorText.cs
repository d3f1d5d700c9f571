using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Streaming.Training.Commands;

/// <summary>What is wrong with a command line, for the person who typed it: no help after it, no names of types in it.</summary>
internal static partial class ParseErrorText
{
    public static IEnumerable<string> Lines(ParseResult parse)
    {
        foreach (var error in parse.Errors) yield return Line(error);
        var verb = parse.CommandResult.Command is RootCommand ? "" : $"{parse.CommandResult.Command.Name} ";
        yield return $"{verb}--help shows the options.";
    }

    private static string Line(ParseError error)
    {
        var told = Type().Replace(error.Message, match => $": {Kind(match.Groups[1].Value)}");
        var option = error.SymbolResult is OptionResult { Option.Name: var name } && !told.Contains(name, StringComparison.Ordinal) ? $"{name}: " : "";
        return option + string.Join(' ', told.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    private static string Kind(string type) => type switch
    {
        _ when type.Contains("UInt64", StringComparison.Ordinal) => "it takes a whole number of 0 or more.",
        _ when type.Contains("Int32", StringComparison.Ordinal) => "it takes a whole number.",
        _ when type.Contains("Single", StringComparison.Ordinal) || type.Contains("Double", StringComparison.Ordinal) => "it takes a number.",
        _ when type.Contains("Boolean", StringComparison.Ordinal) => "it takes no value, or true or false.",
        _ => $"it takes one of {Names(type)}.",
    };

    private static string Names(string type) => typeof(ParseErrorText).Assembly.GetType(type) is { IsEnum: true } own ? Joined(own)
        : typeof(Scoring.ScoringProvider).Assembly.GetType(type) is { IsEnum: true } served ? Joined(served)
        : "those that --help names";

    private static string Joined(Type type) => string.Join(", ", Enum.GetNames(type).Select(name => name.ToLowerInvariant()));

    [GeneratedRegex(" as expected type '([^']+)'[\\s\\S]*")]
    private static partial Regex Type();
}
