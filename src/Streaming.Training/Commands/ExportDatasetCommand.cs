using System.CommandLine;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Images;

namespace Streaming.Training.Commands;

/// <summary><c>export-dataset</c>: nights as pictures with labels, splits and questions, for anybody's training.</summary>
internal static class ExportDatasetCommand
{
    private static readonly string[] s_presets = [RenderSpecs.Clinical448Name, RenderSpecs.Lossless100Name, RenderSpecs.Paper336Name];

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "Folder of the data set; an interrupted export goes on there.", Required = true };
        var (data, splitSeed) = (CommonOptions.Data(), CommonOptions.SplitSeed());
        var subjects = new Option<int>("--subjects") { Description = "Simulated subjects, 1 or more, without --data.", DefaultValueFactory = _ => 20 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of 30 s of a simulated night, 1 to 2880.", DefaultValueFactory = _ => 960 };
        var perNight = new Option<int?>("--epochs-per-night") { Description = "At most so many epochs of each night, 1 or more, drawn by lot; else all." };
        var seed = new Option<ulong>("--seed") { Description = "Seed of simulated subjects, lots and wording.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Nights drawn at the same time, 1 to 256.", DefaultValueFactory = _ => 1 };
        var preset = new Option<string[]>("--preset")
        {
            Description = "Picture; may be repeated. Questions are about the first.",
            DefaultValueFactory = _ => [RenderSpecs.Clinical448Name, RenderSpecs.Lossless100Name],
        };
        preset.AcceptOnlyFromAmong(s_presets);
        var command = new Command("export-dataset", "Writes the PSG image data set: pictures, labels, subject-wise splits, card, questions.")
        {
            output, data, splitSeed, subjects, epochs, perNight, seed, threads, preset,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.IsGiven(data)) parse.RefuseGiven($"is for simulated subjects, not for the nights of {data.Name}.", subjects, epochs);
            var options = new ImageDatasetOptions
            {
                Output = OutputPlace.Folder(output.Name, parse.GetValue(output)!),
                Pictures = [.. parse.GetValue(preset)!.Distinct(StringComparer.Ordinal).Select(name => RenderSpecs.Find(name, SignalSpecs.V1)!)],
                EpochsPerNight = parse.AtLeast(perNight, 1),
                Seed = parse.GetValue(seed),
                SplitSeed = parse.GetValue(splitSeed),
                Threads = parse.Within(threads, 1, OptionLimits.MostThreads),
            };
            var (nights, source) = parse.GetValue(data) is { Length: > 0 } caches
                ? Imported(NightCache.OpenAll(caches))
                : Simulated(options.Seed, parse.AtLeast(subjects, 1), parse.Within(epochs, 1, OptionLimits.MostEpochs));
            new ImageDatasetExport(options, TimeProvider.System, Console.Out).Run(nights, source, cancellationToken);
            Console.WriteLine($"written: {Path.Combine(options.Output, "README.md")}");
            return Task.FromResult(0);
        });
        return command;
    }

    private static (NightSequence Nights, string Source) Imported(IReadOnlyList<StagedNight> nights)
    {
        var datasets = nights.GroupBy(night => night.Source, StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => $"{group.Key} ({group.DistinctBy(night => night.Subject).Count()} subjects, {group.Count()} nights)");
        return (NightSequence.Of(nights), string.Join(", ", datasets));
    }

    private static (NightSequence Nights, string Source) Simulated(ulong seed, int subjects, int epochs)
    {
        var nights = NightSequence.SimulatedNights(Split.Training, seed, subjects, epochs);
        // The split here is this data set's own: a name must not say another.
        return (new NightSequence(subjects, number => nights[number] with { Name = $"{seed}-{number:d5}" }),
            $"{subjects} simulated subjects, seed {seed}, {epochs} epochs each");
    }
}
