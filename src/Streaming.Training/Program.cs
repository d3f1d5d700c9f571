using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Commands;

// Learns: the offline module. One verb, one class.
var root = new RootCommand("Simulates, trains, evaluates and scores, offline. Research software, not a medical device.")
{
    SimulateCommand.Create(),
    TrainCommand.Create(),
    EvaluateCommand.Create(),
    ScoreCommand.Create(),
    AgreeCommand.Create(),
};
try
{
    return await root.Parse(args).InvokeAsync(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (Exception e) when (e is CommandException or ModelBundleException or FileNotFoundException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
