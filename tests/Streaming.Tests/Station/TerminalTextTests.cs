using Spectre.Console;
using Streaming.Station;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>What gateways and people have written is shown on a terminal, and steers nothing there.</summary>
public sealed class TerminalTextTests
{
    [Fact]
    public async Task Note_of_escape_sequences_reaches_no_terminal_as_such()
    {
        await using var night = await StationNight.StartAsync(seed: 613);
        var output = new StringWriter();
        var before = AnsiConsole.Console;
        AnsiConsole.Console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        try
        {
            Assert.Equal(0, await night.RunAsync("note", "lab/bed-1", "30", "a\u001b]0;owned\u0007\u009b2J\u202eb", "--author", "rt"));
            Assert.Equal(0, await CommandLine.RunAsync(["night", "lab/bed-1", "--address", night.Address], TimeProvider.System));
        }
        finally
        {
            AnsiConsole.Console = before;
        }

        Assert.Contains("a?]0;owned??2J?b", output.ToString().ReplaceLineEndings(""), StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output.ToString());
    }
}
