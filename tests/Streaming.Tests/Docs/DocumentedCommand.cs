using System.Text.RegularExpressions;

namespace Streaming.Tests.Docs;

/// <summary>A command that a page tells people to run.</summary>
/// <param name="Page">Where it stands.</param>
/// <param name="Project">As given to --project.</param>
/// <param name="Verb">Empty for none.</param>
/// <param name="Options">Those it names, with their dashes.</param>
internal sealed partial record DocumentedCommand(string Page, string Project, string Verb, IReadOnlyList<string> Options)
{
    // Pages whose tables list the verbs, or the options, of one program in their first column.
    private static readonly (string Page, string Project)[] s_tables =
    [
        ("docs/training.md", "src/Streaming.Training"), ("docs/station.md", "src/Streaming.Station"), ("docs/replay.md", "src/Streaming.Replay"),
    ];

    public static IReadOnlyList<DocumentedCommand> All { get; } = [.. Pages.All.SelectMany(Written), .. s_tables.SelectMany(Listed)];

    private static IEnumerable<DocumentedCommand> Written(string page) =>
        from Match run in Run().Matches(File.ReadAllText(page))
        select new DocumentedCommand(Pages.Name(page), run.Groups["project"].Value, VerbOf(run.Groups["rest"].Value),
            OptionsOf(run.Groups["rest"].Value));

    private static IEnumerable<DocumentedCommand> Listed((string Page, string Project) table) =>
        from Match cell in FirstCell().Matches(File.ReadAllText(Repository.At(table.Page)))
        select new DocumentedCommand(table.Page, table.Project, VerbOf(cell.Groups[1].Value), OptionsOf(cell.Groups[1].Value));

    private static string VerbOf(string words) => Verbs().Match(words).Value;

    private static List<string> OptionsOf(string words) => [.. Option().Matches(words).Select(option => option.Value)];

    [GeneratedRegex(@"dotnet run -c Release --project (?<project>[\w./]*\w)(?: -- (?<rest>[^\n`]*))?")]
    private static partial Regex Run();

    [GeneratedRegex(@"^\| `(.*?)(?<!\\)\|", RegexOptions.Multiline)]
    private static partial Regex FirstCell();

    [GeneratedRegex(@"^[a-z][a-z-]+(?=[ `]|$)")]
    private static partial Regex Verbs();

    [GeneratedRegex(@"(?<![\w-])--[a-z][a-z-]*")]
    private static partial Regex Option();
}
