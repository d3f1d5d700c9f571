using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Commands;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

// Learns: the offline module. One verb, one class.
var root = new RootCommand("Simulates, trains, evaluates and scores, offline. Research software, not a medical device.")
{
    SimulateCommand.Create(),
    ImportCommand.Create(),
    ExportDatasetCommand.Create(),
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
// A minute to save after Ctrl-C: the usual two seconds can be shorter than a training step.
try
{
    var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = TimeSpan.FromMinutes(1) };
    return await root.Parse(args).InvokeAsync(settings);
}
catch (Exception e) when (e is CommandException or ForeignModelException or DatasetException or CacheWriteException or CheckpointException or ModelBundleException
    or CudaUnavailableException or NotSupportedException or FileNotFoundException or OperationCanceledException)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 1;
}
