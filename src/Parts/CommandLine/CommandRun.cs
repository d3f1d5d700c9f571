using System.CommandLine;
using System.CommandLine.Invocation;

namespace Streaming.Parts.CommandLine;

/// <summary>Runs what a command line asks for, or says what is wrong with it.</summary>
public static class CommandRun
{
    /// <summary>A command line with a fault gets a sentence for each on standard error, and not the help; one that stops before a command gets the help.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="settings">Of the run.</param>
    /// <param name="cancellationToken">Stops the command.</param>
    /// <returns>The command's exit status; 1 where there is a fault.</returns>
    public static async Task<int> RunAsync(this ParseResult parse, InvocationConfiguration settings, CancellationToken cancellationToken = default)
    {
        var command = parse.CommandResult.Command;
        var isAnswered = parse.Action is not ParseErrorAction && parse.Action != command.Action; // help or version was asked for
        var stopsShort = command.Subcommands.Count > 0 && parse.UnmatchedTokens.Count == 0;
        if (isAnswered || stopsShort || ParseFaults.Of(parse) is not { Count: > 0 } faults) return await parse.InvokeAsync(settings, cancellationToken);
        foreach (var fault in faults) await settings.Error.WriteLineAsync(fault);
        await settings.Error.WriteLineAsync($"{(command is RootCommand ? "" : $"{command.Name} ")}--help shows the options.");
        return 1;
    }
}
