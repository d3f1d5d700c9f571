using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;

namespace Streaming.Parts.CommandLine;

/// <summary>What is wrong with a command line, in sentences for whoever typed it: the option, what was given, what it takes.</summary>
/// <remarks>System.CommandLine says of a value that it cannot read which .NET type it was to be, and takes any number for the name of an enumeration.</remarks>
public static partial class ParseFaults
{
    /// <returns>A sentence each; empty: nothing is wrong.</returns>
    public static IReadOnlyList<string> Of(ParseResult parse) =>
        UnknownCommand(parse) is { } slip ? [slip] : [.. parse.Errors.Select(Sentence), .. Given(parse).SelectMany(UnknownNames), .. parse.Errors.Count == 0 ? Given(parse).Select(Empty).OfType<string>() : []];

    // Else two sentences would say it: that a command is missing, and that the word is none.
    private static string? UnknownCommand(ParseResult parse)
    {
        var command = parse.CommandResult.Command;
        if (command.Subcommands.Count == 0 || parse.UnmatchedTokens is not [{ Length: > 0 } word, ..] || word[0] == '-') return null;
        return $"'{word}' is no command{(command is RootCommand ? "" : $" of {command.Name}")}; there are {string.Join(", ", command.Subcommands.Where(one => !one.Hidden).Select(one => one.Name))}.";
    }

    private static string Sentence(ParseError error)
    {
        var taken = TakenValue.Of(error.SymbolResult);
        if (taken is not null && Unreadable().Match(error.Message) is { Success: true } match) return taken.Refused(match.Groups[1].Value);
        if (error is { SymbolResult: OptionResult, Message: var message } && message.StartsWith("Required argument missing", StringComparison.Ordinal)) return taken!.Missing;
        var named = taken is null || error.Message.Contains(taken.Name, StringComparison.Ordinal) ? "" : $"{taken.Name}: ";
        return named + string.Join(' ', error.Message.Split((char[])['\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries));
    }

    // An enumeration's name alone counts: a number, or two names with a comma, would pass for a value that nobody thought of.
    private static IEnumerable<string> UnknownNames(SymbolResult given) => TakenValue.Of(given) is not { Type.IsEnum: true } taken ? [] :
        from token in given.Tokens
        where Enum.TryParse(taken.Type, token.Value, ignoreCase: true, out _) && !taken.Names.Contains(token.Value, StringComparer.OrdinalIgnoreCase)
        select taken.Refused(token.Value);

    // A variable of the shell's that is not set. What takes nothing as a value has it as its default.
    private static string? Empty(SymbolResult given) =>
        given.Tokens.Any(token => token.Value.Length == 0) && TakenValue.Of(given) is { TakesEmpty: false } taken ? taken.Empty : null;

    private static IEnumerable<SymbolResult> Given(ParseResult parse)
    {
        for (SymbolResult? level = parse.CommandResult; level is CommandResult command; level = level.Parent)
            foreach (var given in command.Children) yield return given;
    }

    [GeneratedRegex("^Cannot parse argument '([\\s\\S]*?)' (?:for (?:option|command) '.*' )?as expected type '")]
    private static partial Regex Unreadable();
}
