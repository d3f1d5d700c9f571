using System.CommandLine;
using System.Text.RegularExpressions;

namespace Streaming.Training.Commands;

/// <summary><c>--subject</c> of <c>import</c>, checked before any file is read.</summary>
internal static class SubjectPattern
{
    private const string Example = "as in --subject '^([^/]+)/' for a folder per person";
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(1);

    public static Option<string?> Option() => new("--subject")
    {
        Description = "For edf: a regular expression; its first group in a file's path below DIR (with '/') is the subject, " + Example + ".",
    };

    /// <exception cref="CommandException">The layout knows its subjects, or the text is no regular expression with a group.</exception>
    public static Regex? Parsed(string? text, string layout)
    {
        if (text is null) return null;
        if (layout != "edf") throw new CommandException($"--subject is for --layout edf; {layout} has its subjects in the files' names.");
        var pattern = Read(text);
        return pattern.GetGroupNumbers().Length > 1
            ? pattern
            : throw new CommandException($"--subject is '{text}': it has no group in parentheses for the subject, {Example}.");
    }

    private static Regex Read(string text)
    {
        try
        {
            return new Regex(text, RegexOptions.None, s_limit);
        }
        catch (RegexParseException e)
        {
            throw new CommandException($"--subject is no regular expression: {e.Message}", e);
        }
    }
}
