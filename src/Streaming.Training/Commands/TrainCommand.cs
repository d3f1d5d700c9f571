using System.CommandLine;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;
using Streaming.Training.Learning;

namespace Streaming.Training.Commands;

/// <summary><c>train</c>: nights in, a bundle out.</summary>
internal static class TrainCommand
{
    private const int ValidationEpochs = 480;

    public static Command Create()
    {
        var command = new Command("train", "Trains StageNet, or a network from an ONNX file, and writes a calibrated bundle.");
        var run = new RunOptions(command);
        var validation = new Option<int>("--validation") { Description = "Simulated subjects for calibration.", DefaultValueFactory = _ => 8 };
        var (data, splitSeed) = (CommonOptions.Data(), CommonOptions.SplitSeed());
        command.Add(validation);
        command.Add(data);
        command.Add(splitSeed);
        var recipe = new RecipeOptions(command);
        command.SetAction((parse, cancellationToken) =>
        {
            var options = run.Read(parse, recipe.Read(parse));
            var begun = options.Resume ? new CheckpointFile(options.Output).ReadState() : null;
            var nights = parse.GetValue(data) is { Length: > 0 } caches
                ? SplitNights.Imported(caches, parse.GetValue(splitSeed))
                : SplitNights.Simulated(
                    begun?.Seed ?? options.Seed, begun?.Subjects ?? options.Subjects, parse.GetValue(validation), ValidationEpochs);
            return RunAsync(options with { Data = nights.Description }, begun, nights, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(TrainerOptions options, RunState? begun, SplitNights nights, CancellationToken cancellationToken)
    {
        await Console.Out.WriteLineAsync(nights.Description);
        if (Caution.OfCalibration(nights.CalibrationSubjects) is { } few) await Console.Out.WriteLineAsync(few);
        if (begun is { Data.Length: > 0 } && begun.Data != nights.Description)
            throw new CommandException($"the run in {options.Output} is trained on {begun.Data}; "
                + "resume it with the same --data, --split-seed and --validation");
        var recipe = begun?.Recipe ?? options.Recipe;
        var plan = recipe.From is { } from
            ? await ForeignPlan.CreateAsync(from, recipe.Frozen, begun?.Seed ?? options.Seed, nights.Training, Console.Out, cancellationToken)
            : StageNetPlan.Create(recipe.Size);
        var trainer = options with { TrainedOn = begun?.TrainedOn ?? LearntFrom.Of(nights, recipe) };
        var network = await new Trainer(trainer, plan, nights.Training, TimeProvider.System, Console.Out).RunAsync(cancellationToken);
        if (network is null) return 1;
        new BundleExport(options.Output, nights.Validation, Console.Out).Write(network, cancellationToken);
        return 0;
    }
}
