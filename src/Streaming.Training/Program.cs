using System.CommandLine;
using System.CommandLine.Invocation;
using Streaming.Training.Commands;

// Learns: the offline module. One verb, one class.
var root = new RootCommand("Simulates, trains, evaluates and scores, offline. Research software, not a medical device.")
{
    SimulateCommand.Create(),
    ImportCommand.Create(),
    ExportDatasetCommand.Create(),
    BandPowersCommand.Create(),
    TrainCommand.Create(),
    CalibrateCommand.Create(),
    TuneSmootherCommand.Create(),
    EvaluateCommand.Create(),
    CardCommand.Create(),
    ScoreCommand.Create(),
    AgreeCommand.Create(),
    RealismCommand.Create(),
    QualityCommand.Create(),
    EvaluateExplanationsCommand.Create(),
    ProvidersCommand.Create(),
    OptimiseCommand.Create(),
};
var parsed = root.Parse(args);
if (parsed.Action is ParseErrorAction && args.Length > 0)
{
    foreach (var line in ParseErrorText.Lines(parsed)) await Console.Error.WriteLineAsync(line);
    return 1;
}
// A minute to save after Ctrl-C: the usual two seconds can be shorter than a training step.
try
{
    var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
    return await parsed.InvokeAsync(settings);
}
catch (Exception e) when (Failure.Of(e, parsed.CommandResult.Command.Name) is { } failure)
{
    await Console.Error.WriteLineAsync(failure.Line);
    return failure.Status;
}
