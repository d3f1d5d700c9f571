using System.CommandLine;

namespace Streaming.Training.Commands;

/// <summary>The verbs of the offline module: one verb, one class.</summary>
internal static class Verbs
{
    public static RootCommand Root() => new("Simulates, trains, evaluates and scores, offline. Research software, not a medical device.")
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
}
