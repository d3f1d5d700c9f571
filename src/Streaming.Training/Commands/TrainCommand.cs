using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Export;
using Streaming.Training.Learning;

namespace Streaming.Training.Commands;

/// <summary><c>train</c>: simulated nights in, a bundle out.</summary>
internal static class TrainCommand
{
    private const int ValidationEpochs = 480;

    public static Command Create()
    {
        var seed = new Option<ulong>("--seed") { Description = "Seed of everything random.", DefaultValueFactory = _ => 1 };
        var steps = new Option<int?>("--steps") { Description = "Length of each of the two phases in steps; reproducible bit for bit." };
        var minutes = new Option<double>("--minutes") { Description = "Length by the clock, without --steps.", DefaultValueFactory = _ => 30 };
        var subjects = new Option<int>("--subjects") { Description = "Different simulated subjects.", DefaultValueFactory = _ => 4000 };
        var output = new Option<string>("--output") { Description = "Folder for checkpoint and bundle.", Required = true };
        var resume = new Option<bool>("--resume") { Description = "Go on from the folder's checkpoint." };
        var threads = new Option<int>("--threads") { Description = "Threads of the network; they change the pace only.", DefaultValueFactory = _ => 1 };
        var provider = new Option<ScoringProvider>("--provider") { Description = "Engine: auto takes CUDA where it loads.", DefaultValueFactory = _ => ScoringProvider.Auto };
        var every = new Option<int>("--checkpoint-steps") { Description = "Steps between checkpoints.", DefaultValueFactory = _ => 200 };
        var batch = new Option<int>("--batch") { Description = "Images a step.", DefaultValueFactory = _ => 32 };
        var pool = new Option<int>("--pool") { Description = "Nights in memory at once, about 15 MB each.", DefaultValueFactory = _ => 48 };
        var validation = new Option<int>("--validation") { Description = "Simulated subjects for calibration.", DefaultValueFactory = _ => 8 };
        var producers = new Option<int>("--producers") { Description = "Threads that make the pictures.", DefaultValueFactory = _ => 1 };
        var command = new Command("train", "Trains StageNet, or a network from an ONNX file, and writes a calibrated bundle.")
        {
            seed, steps, minutes, subjects, output, resume, threads, batch, pool, validation, producers, provider, every,
        };
        var (data, splitSeed) = (CommonOptions.Data(), CommonOptions.SplitSeed());
        command.Options.Add(data);
        command.Options.Add(splitSeed);
        var recipe = new RecipeOptions(command);
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new TrainerOptions
            {
                Seed = parse.GetValue(seed),
                Steps = parse.GetValue(steps),
                Minutes = parse.GetValue(minutes),
                Subjects = parse.GetValue(subjects),
                Output = parse.GetValue(output)!,
                Resume = parse.GetValue(resume),
                Threads = parse.GetValue(threads),
                BatchSize = parse.GetValue(batch),
                PoolNights = parse.GetValue(pool),
                Producers = parse.GetValue(producers),
                Provider = parse.GetValue(provider),
                CheckpointSteps = Math.Max(1, parse.GetValue(every)),
                Recipe = recipe.Read(parse),
            };
            var run = options.Resume ? new CheckpointFile(options.Output).ReadState() : null;
            var nights = parse.GetValue(data) is { Length: > 0 } caches
                ? SplitNights.Imported(caches, parse.GetValue(splitSeed))
                : SplitNights.Simulated(run?.Seed ?? options.Seed, run?.Subjects ?? options.Subjects, parse.GetValue(validation), ValidationEpochs);
            Console.WriteLine(nights.Description);
            if (run is { Data.Length: > 0 } && run.Data != nights.Description)
                throw new CommandException($"the run in {options.Output} is trained on {run.Data}; resume it with the same --data, --split-seed and --validation");
            var (plan, used) = (StageNetPlan.Create(), run?.Recipe ?? options.Recipe);
            if (used.From is { } from)
                plan = await ForeignPlan.CreateAsync(from, used.Frozen, run?.Seed ?? options.Seed, nights.Training, Console.Out, cancellationToken);
            options = options with { Data = nights.Description };
            var network = await new Trainer(options, plan, nights.Training, TimeProvider.System, Console.Out).RunAsync(cancellationToken);
            if (network is null) return 1;
            new BundleExport(options.Output, nights.Validation, Console.Out).Write(network, cancellationToken);
            return 0;
        });
        return command;
    }
}
