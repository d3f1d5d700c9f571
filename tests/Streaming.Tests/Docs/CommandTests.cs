using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit;

namespace Streaming.Tests.Docs;

/// <summary>What the pages tell people to type exists. The programs are those beside the tests.</summary>
public sealed partial class CommandTests
{
    // The service is told by appsettings.json (SettingsTests), benchmarks are not beside the tests; both have no --help of this kind.
    private static readonly string[] s_withHelp = ["src/Streaming.Replay", "src/Streaming.Station", "src/Streaming.Training"];

    public static TheoryData<string, string> Programs() =>
        [.. from command in DocumentedCommand.All.DistinctBy(command => (command.Project, command.Verb))
            where s_withHelp.Contains(command.Project)
            select (command.Project, command.Verb)];

    [Fact]
    public void Projects_exist()
    {
        Assert.NotEmpty(DocumentedCommand.All);
        Assert.All(DocumentedCommand.All, command => Assert.True(
            File.Exists(Repository.At(command.Project, Path.GetFileName(command.Project) + ".csproj")), $"{command.Page}: {command.Project}"));
    }

    [Theory]
    [MemberData(nameof(Programs))]
    public async Task Verbs_and_options_are_in_the_help(string project, string verb)
    {
        var program = Path.GetFileName(project);
        var help = await HelpAsync(program, verb);
        Assert.Contains($"{program} {verb}".TrimEnd(), help, StringComparison.Ordinal); // the line of usage
        Assert.Empty(
            from command in DocumentedCommand.All
            where command.Project == project && command.Verb == verb
            from option in command.Options
            where !Regex.IsMatch(help, $@"(?<![\w-]){option}(?![\w-])")
            select $"{command.Page}: {program} {verb} has no {option}");
    }

    [Fact]
    public void Scripts_exist_and_know_their_options()
    {
        var scripts = Pages.All.SelectMany(page => Script().Matches(File.ReadAllText(page)),
            (page, match) => (Page: Pages.Name(page), match)).ToList();
        foreach (var (page, match) in scripts)
        {
            var script = Repository.At(match.Groups[1].Value);
            Assert.True(File.Exists(script), $"{page}: {match.Value}");
            var text = File.ReadAllText(script);
            foreach (var option in match.Groups[2].Value.Split(' ').Where(word => word.StartsWith("--", StringComparison.Ordinal)))
                Assert.True(text.Contains(option, StringComparison.Ordinal), $"{page}: {match.Groups[1].Value} has no {option}");
        }
    }

    private static async Task<string> HelpAsync(string program, string verb)
    {
        string[] words = [Path.Combine(AppContext.BaseDirectory, program + ".dll"), .. verb.Length == 0 ? (string[])[] : [verb], "--help"];
        using var process = Process.Start(new ProcessStartInfo("dotnet", words) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var help = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, $"{program} {verb} --help ended with {process.ExitCode}: {await error}");
        return help;
    }

    [GeneratedRegex(@"bash ((?:deploy|tests)/\w+\.sh)([^\n`]*)")]
    private static partial Regex Script();
}
