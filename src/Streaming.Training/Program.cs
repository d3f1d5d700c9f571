using System.CommandLine;
using Streaming.Parts.CommandLine;
using Streaming.Training.Commands;

// Learns: the offline module.
var parsed = Verbs.Root().Parse(args);
// A minute to save after Ctrl-C: the usual two seconds can be shorter than a training step.
try
{
    var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
    return await parsed.RunAsync(settings);
}
catch (Exception e) when (Failure.Of(e, parsed.CommandResult.Command.Name) is { } failure)
{
    await Console.Error.WriteLineAsync(failure.Line);
    return failure.Status;
}
