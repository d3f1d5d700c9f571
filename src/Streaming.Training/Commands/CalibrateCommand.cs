using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Export;
using Streaming.Training.Learning;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary><c>calibrate</c>: fits temperature, smoother, confidence caps and novelty of a bundle anew, as <c>train</c> does at its end.</summary>
internal static class CalibrateCommand
{
    private static readonly Option<int> Subjects = new("--subjects") { Description = "Simulated validation subjects, 1 or more.", DefaultValueFactory = _ => 24 };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Epochs of 30 s of each simulated night, 1 to 2880.", DefaultValueFactory = _ => 480 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the simulated subjects: the training run's.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string[]> Caches = new("--data")
    {
        Description = "Folder of imported nights; may be repeated. For a model calibrated on imported nights: the nights of its calibration subjects are taken.",
        DefaultValueFactory = _ => [],
    };

    private static readonly Option<string?> Spectra = CommonOptions.Spectra(
        "Folder of people's stages and band powers (band-powers.csv.gz), drawn as signals: the first night of each of its training people teaches the smoother what a night so far tells.");

    private static readonly Option<ulong> SplitSeed = CommonOptions.SplitSeed();

    private static readonly Option<string?> Version = new("--model-version") { Description = "Version that is written; not given: the one it has." };

    public static Command Create()
    {
        var model = CommonOptions.Model();
        var threads = CommonOptions.Threads("read");
        var command = new Command("calibrate", "Fits what surrounds a bundle's network on validation subjects anew; figures measured before are dropped.")
        {
            model, Subjects, Epochs, Seed, Caches, Spectra, SplitSeed, Version, threads,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var bundle = ModelBundle.Load(parse.GetValue(model)!);
            string[] people = CalibratedOn(bundle.Manifest);
            var validation = people.Length > 0 ? Imported(parse, bundle, people) : Simulated(parse, bundle);
            if (!parse.IsGiven(Spectra)) parse.RefuseGiven($"is for {Spectra.Name}; name the folder with it.", SplitSeed);
            var spectra = parse.GetValue(Spectra) is { } folder ? SpectraNights.Read(folder, parse.GetValue(SplitSeed)) : null;
            var calibration = new BundleCalibration(
                validation, parse.Within(threads, 1, OptionLimits.MostThreads), TimeProvider.System, Console.Out, spectra?.FirstNights(Split.Training, DrawnWaves.Spectra));
            BundleExport.Calibrate(bundle, calibration, parse.GetValue(Version) ?? bundle.Manifest.Version, Known(bundle.Manifest.TrainedOn, people, spectra), cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }

    // Whoever taught the smoother is no stranger to the bundle either.
    private static TrainedOn? Known(TrainedOn? before, string[] calibration, SpectraNights? spectra) =>
        (spectra is null ? before : LearntFrom.Joined(before, spectra.TrainedOn)) is { } known ? known with { Calibration = calibration } : null;

    // A run on imported nights; one on simulated nights has the split of nobody's calibration, though its teachers may have had one.
    private static string[] CalibratedOn(ModelManifest manifest) => manifest.TrainedOn is { SplitSeed: not null } known ? [.. known.Calibration] : [];

    private static NightSequence Simulated(ParseResult parse, ModelBundle bundle)
    {
        if (parse.IsGiven(Caches))
            throw new CommandException($"{Caches.Name}: {bundle.Folder} was not calibrated on imported nights; leave it out to calibrate on simulated subjects.");
        return NightSequence.SimulatedNights(Split.Validation, parse.GetValue(Seed), parse.AtLeast(Subjects, 1), parse.Within(Epochs, 1, OptionLimits.MostEpochs));
    }

    // Simulated subjects would undo what was fitted to people, and its card would go on naming them.
    private static NightSequence Imported(ParseResult parse, ModelBundle bundle, string[] people)
    {
        if (parse.GetValue(Caches) is not { Length: > 0 } caches)
            throw new CommandException($"{bundle.Folder} was calibrated on people of {string.Join(", ", bundle.Manifest.TrainedOn!.Datasets)}, not on simulated subjects; "
                + $"name the caches of its training with {Caches.Name}.");
        parse.RefuseGiven($"is for simulated subjects, not for the nights of {Caches.Name}.", Subjects, Epochs, Seed);
        StagedNight[] own = [.. NightCache.OpenAll(caches).Where(night => people.Contains(night.Subject, StringComparer.Ordinal))];
        var missing = people.Except(own.Select(night => night.Subject), StringComparer.Ordinal).ToArray();
        return missing.Length == 0
            ? NightSequence.Of(own)
            : throw new CommandException(FormattableString.Invariant(
                $"{string.Join(", ", caches)}: {missing.Length} of the {people.Length} calibration subjects of {bundle.Folder} are not there ({missing[0]}); name all caches of its training."));
    }
}
