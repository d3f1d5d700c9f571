using System.CommandLine;
using Streaming.Scoring;
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
        var validation = new Option<int>("--validation") { Description = "Simulated subjects for calibration, 1 or more; without --data.", DefaultValueFactory = _ => 16 };
        var (data, splitSeed) = (CommonOptions.Data(), CommonOptions.SplitSeed());
        var spectra = CommonOptions.Spectra("Folder of people's stages and band powers (band-powers.csv.gz, of Sleep-EDF or made by band-powers), which a share of the simulated training nights follow.");
        var spectraShare = new Option<double>("--spectra-share") { Description = "Which share, above 0 to 1.", DefaultValueFactory = _ => 0.5 };
        command.Add(validation);
        command.Add(data);
        command.Add(splitSeed);
        command.Add(spectra);
        command.Add(spectraShare);
        var recipe = new RecipeOptions(command);
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.IsGiven(data)) parse.RefuseGiven($"is for simulated nights, not for those of {data.Name}.", run.Subjects, validation, spectra, spectraShare);
            else if (!parse.IsGiven(spectra))
            {
                parse.RefuseGiven($"is for {spectra.Name}; name the folder with it.", spectraShare);
                parse.RefuseGiven($"is for {data.Name} or {spectra.Name}; name a folder with one of them.", splitSeed);
            }
            var options = run.Read(parse, recipe.Read(parse, run.Resumes(parse)));
            var held = parse.AtLeast(validation, 1);
            var begun = Begun(options, out var finished);
            if (finished) return Task.FromResult(0);
            string[] ignored = begun is null ? [] : [.. run.Ignored(parse, options, begun), .. recipe.Ignored(parse, options.Recipe, begun.Recipe)];
            if (ignored.Length > 0) Console.WriteLine($"ignored, since a run goes on as it began: {string.Join(", ", ignored)}");
            var nights = parse.GetValue(data) is { Length: > 0 } caches
                ? SplitNights.Imported(caches, parse.GetValue(splitSeed))
                : SplitNights.Simulated(begun?.Seed ?? options.Seed, begun?.Subjects ?? options.Subjects, held, ValidationEpochs);
            if (parse.GetValue(spectra) is { } followed)
            {
                var share = parse.GetValue(spectraShare);
                if (share is not (> 0 and <= 1)) throw OptionLimits.Refusal(spectraShare, share, "above 0 to 1");
                nights = nights.Following(SpectraNights.Read(followed, parse.GetValue(splitSeed)), share, begun?.Seed ?? options.Seed);
            }
            return RunAsync(options with { Kind = nights.Kind, Data = nights.Description }, begun, nights, cancellationToken);
        });
        return command;
    }

    /// <summary>The run to go on with, or null for a new one.</summary>
    /// <exception cref="CommandException">A new run would take another's place.</exception>
    private static RunState? Begun(TrainerOptions options, out bool finished)
    {
        var folder = new RunFolder(options.Output);
        var last = options.Resume ? folder.Finished() : null;
        finished = last is not null;
        if (finished) Console.WriteLine(FormattableString.Invariant($"{options.Output}: finished at step {last}, bundle written; nothing to do"));
        if (options.Resume) return new CheckpointFile(options.Output).ReadState();
        if (folder.Holds() is not { } held) return null;
        if (!options.Overwrite)
            throw new CommandException($"{options.Output} holds {held} choose another folder, or --overwrite.");
        string?[] needed = [options.Recipe.Begin, options.Recipe.From?.Path, .. options.Recipe.Teachers];
        if (needed.FirstOrDefault(path => path is not null && folder.Contains(path)) is { } lost)
            throw new CommandException($"--overwrite would take away {lost}, which the new run needs; choose another folder.");
        return null;
    }

    private static async Task<int> RunAsync(TrainerOptions options, RunState? begun, SplitNights nights, CancellationToken cancellationToken)
    {
        var recipe = begun?.Recipe ?? options.Recipe;
        var trainer = options with { TrainedOn = begun?.TrainedOn ?? LearntFrom.Of(nights, recipe) };
        if (begun is null) trainer = trainer with
        {
            Before = recipe.Begin is { } before ? new Beginning(before).Ancestor : null,
            TaughtBy = [.. recipe.Teachers.Select(folder => Ancestor.Of(ModelBundle.Load(folder)))],
        };
        await Console.Out.WriteLineAsync(nights.Description);
        if (Caution.OfCalibration(nights.CalibrationSubjects) is { } few) await Console.Out.WriteLineAsync(few);
        if (begun is { Data.Length: > 0 } && begun.Data != nights.Description)
            throw new CommandException($"the run in {options.Output} is trained on {begun.Data}; "
                + "resume it with the same --data, --spectra, --spectra-share, --split-seed and --validation");
        var plan = recipe.From is { } from
            ? await ForeignPlan.CreateAsync(from, recipe.Frozen, begun?.Seed ?? options.Seed, nights.Training, Console.Out, cancellationToken)
            : StageNetPlan.Create(recipe.Size);
        plan = plan.Called(recipe);
        if (begun is null) RecipeOptions.RefuseIdle(recipe.Frozen, plan.Parameters); // before a folder is made for it
        OutputPlace.Folder("--output", options.Output);
        if (begun is null) CheckBeginning(recipe, plan);
        var network = await new Trainer(trainer, plan, nights.Training, TimeProvider.System, Console.Out).RunAsync(cancellationToken);
        if (network is null) return Failure.Cancelled;
        Export(options.Output, network, nights.Validation, cancellationToken);
        return 0;
    }

    private static void CheckBeginning(TrainingRecipe recipe, TrainingPlan plan)
    {
        if (recipe.Begin is not { } begin) return;
        var layout = plan.Phases[^1].Build(1, true, recipe.Frozen).Parameters;
        new Beginning(begin).Weights(layout, new float[layout.Count]);
    }

    private static void Export(string folder, TrainedNetwork network, NightSequence validation, CancellationToken cancellationToken)
    {
        const string Kept = "The training is finished and kept; --resume writes the bundle.";
        try
        {
            new BundleExport(folder, validation, Console.Out).Write(network, cancellationToken);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"Stopped. {Kept}", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{e.Message} {Kept}", e);
        }
    }
}
