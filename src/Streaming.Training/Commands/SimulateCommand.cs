using System.CommandLine;
using Streaming.Core.Simulation;
using Streaming.Training.Datasets.Miniature;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>simulate</c>: nights as EDF+ files with stages and events as annotations, or as a data set in miniature.</summary>
internal static class SimulateCommand
{
    private const int EpochsAnHour = 120;
    private const int MostHours = OptionLimits.MostEpochs / EpochsAnHour;

    public static Command Create()
    {
        var subjects = new Option<int>("--subjects") { Description = "How many subjects, 1 or more.", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--output") { Description = "Folder for the files.", Required = true };
        var layout = new Option<string>("--layout")
        {
            Description = "aasm, single-eeg: EDF+ with events; sleep-edf, shhs, mass, isruc: a data set in miniature, to be imported.",
            DefaultValueFactory = _ => "aasm",
        };
        layout.AcceptOnlyFromAmong("aasm", "sleep-edf", "shhs", "mass", "isruc", "single-eeg");
        var hours = new Option<double>("--hours") { Description = "Length of each night, above 0, at most 24.", DefaultValueFactory = _ => 8 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first subject; the next ones follow.", DefaultValueFactory = _ => 1 };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace files that are there; without it they are not touched." };
        var command = new Command("simulate", "Writes simulated nights: EDF+ with stages and events, or a data set in miniature.")
        {
            subjects, output, layout, hours, seed, overwrite,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var count = parse.AtLeast(subjects, 1);
            if (parse.GetValue(hours) is not (> 0 and <= MostHours)) throw OptionLimits.Refusal(hours, parse.GetValue(hours), $"above 0, at most {MostHours}");
            var epochs = (int)(parse.GetValue(hours) * EpochsAnHour);
            if (epochs < 1) throw OptionLimits.Refusal(hours, parse.GetValue(hours), "at least an epoch of 30 s, 0.0084");
            var folder = OutputPlace.Folder(output.Name, parse.GetValue(output)!);
            var options = new NightSimulatorOptions
            {
                Epochs = epochs,
                Layout = Enum.Parse<SimulatedLayout>(parse.GetValue(layout)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                RateHz = null,
            };
            if (options.Layout == SimulatedLayout.Aasm) options = options with { RateHz = 256 };
            if (Miniatures.Names.Contains(parse.GetValue(layout)))
            {
                var source = new NightSource(parse.GetValue(seed), options.Epochs);
                if (!parse.GetValue(overwrite) && Directory.EnumerateFileSystemEntries(folder).Any())
                    throw new CommandException($"{folder} is not empty: files of a data set there would be replaced; choose another folder, or --overwrite.");
                WriteDataset(parse.GetValue(layout)!, folder, count, source, cancellationToken);
                return Task.FromResult(0);
            }
            for (var subject = 0; subject < count; subject++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var number = parse.GetValue(seed) + (ulong)subject;
                var path = Path.Combine(folder, $"simulated-{parse.GetValue(layout)}-{number:d4}.edf");
                if (File.Exists(path) && !parse.GetValue(overwrite))
                    throw new CommandException($"{path} is there already; choose another folder or --seed, or --overwrite.");
                WholeFile.Write(path, (Stream stream) => SimulatedEdf.Write(new NightSimulator(options, number), stream));
                Console.WriteLine(path);
            }
            return Task.FromResult(0);
        });
        return command;
    }

    private static void WriteDataset(string layout, string folder, int subjects, NightSource source, CancellationToken cancellationToken)
    {
        var writer = Miniatures.Of(layout);
        for (var subject = 0; subject < subjects; subject++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var night in writer.Write(folder, subject, source))
                Console.WriteLine($"{night.Name} (subject {night.Subject}): {night.Scorings[0].Stages.Count} pages of {night.PageSeconds} s");
        }
    }
}
