using System.CommandLine;
using Streaming.Core.Evidence;
using Streaming.Core.Simulation;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Explaining;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>evaluate-explanations</c>: whether what is pointed at is there.</summary>
internal static class EvaluateExplanationsCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var subjects = new Option<int>("--subjects") { Description = "Simulated subjects, 1 or more.", DefaultValueFactory = _ => 6 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of 30 s of each simulated night, 1 to 2880.", DefaultValueFactory = _ => 480 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first subject; the next ones follow.", DefaultValueFactory = _ => 4001 };
        var perStage = new Option<int>("--pictures")
        {
            Description = "Pictures explained of each stage of each night; 0: none, only detectors, reasons and the order of review.",
            DefaultValueFactory = _ => 6,
        };
        var output = new Option<string?>("--output") { Description = "Markdown file to write the tables to as well." };
        var gallery = new Option<string?>("--gallery") { Description = "Folder for pictures of explained epochs of the first night, right and wrong ones." };
        var trusted = new Option<bool>("--trusted-gain") { Description = "Detectors and reasons may go by microvolts: the simulated recorder's are right." };
        var spectra = CommonOptions.Spectra("Folder of people's stages and band powers (band-powers.csv.gz), drawn as signals, instead of simulated subjects.");
        var (spectraSplit, waves, splitSeed) = (CommonOptions.SpectraSplit(), CommonOptions.Waves(), CommonOptions.SplitSeed());
        var command = new Command("evaluate-explanations", "Measures detectors, reasons and saliency against events at known places.")
        {
            model, subjects, epochs, seed, perStage, output, gallery, trusted, spectra, spectraSplit, waves, splitSeed,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.IsGiven(spectra)) parse.RefuseGiven($"is for simulated subjects, and {spectra.Name} names people.", subjects, epochs, seed);
            else parse.RefuseGiven($"is for {spectra.Name}; name the folder with it.", spectraSplit, waves, splitSeed);
            var (count, length, pictures) = (parse.AtLeast(subjects, 1), parse.Within(epochs, 1, OptionLimits.MostEpochs), parse.AtLeast(perStage, 0));
            OutputPlace.File(output.Name, parse.GetValue(output));
            if (parse.GetValue(gallery) is { } place) OutputPlace.Folder(gallery.Name, place);
            var bundle = ModelBundle.Load(parse.GetValue(model)!);
            var (detectors, saliency) = (new DetectorReport(), new SaliencyReport());
            var gain = new EvidenceOptions { TrustedGain = parse.GetValue(trusted) };
            using var study = new SaliencyStudy(bundle, Environment.ProcessorCount, pictures, gain);
            var nights = parse.GetValue(spectra) is { } people
                ? SpectraNights.Read(people, parse.GetValue(splitSeed)).Nights(parse.GetValue(spectraSplit), parse.GetValue(waves))
                : new NightSequence(count, subject => Night(parse.GetValue(seed) + (ulong)subject, length));
            var progress = new NightProgress("simulated nights", nights.Count, TimeProvider.System, Console.Error); // the tables alone go to standard output
            foreach (var (n, night) in nights.All().Index())
            {
                cancellationToken.ThrowIfCancellationRequested();
                detectors.Read(night, bundle.Spec.Signal, gain);
                if (n == 0 && parse.GetValue(gallery) is { } folder) ExplanationGallery.Write(night, bundle, folder, cancellationToken);
                study.Read(night, saliency, cancellationToken);
                progress.Done();
            }
            List<string> lines = [.. detectors.Lines(), "", .. study.ReasonLines(), "", .. saliency.Count > 0 ? saliency.Lines() : []];
            foreach (var line in lines) Console.WriteLine(line);
            if (parse.GetValue(output) is { } path) WholeFile.Write(path, string.Concat(lines.Select(line => $"{line}\n")));
            return Task.FromResult(0);
        });
        return command;
    }

    // A recorder whose gain is right: what the recorder adds is measured elsewhere.
    private static StagedNight Night(ulong seed, int epochs)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = epochs }, seed).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        return StagedNight.Of(night, $"simulated-{seed}");
    }
}
