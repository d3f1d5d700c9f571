using System.CommandLine;
using Streaming.Core.Simulation;
using Streaming.Training.Datasets.Miniature;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>simulate</c>: nights as EDF+ files with stages and events as annotations, or as a data set in miniature.</summary>
internal static class SimulateCommand
{
    public static Command Create()
    {
        var subjects = new Option<int>("--subjects") { Description = "How many subjects.", DefaultValueFactory = _ => 1 };
        var output = new Option<string>("--output") { Description = "Folder for the files.", Required = true };
        var layout = new Option<string>("--layout")
        {
            Description = "aasm, single-eeg: EDF+ with events; sleep-edf, shhs, mass, isruc: a data set in miniature, to be imported.",
            DefaultValueFactory = _ => "aasm",
        };
        layout.AcceptOnlyFromAmong("aasm", "sleep-edf", "shhs", "mass", "isruc", "single-eeg");
        var hours = new Option<double>("--hours") { Description = "Length of each.", DefaultValueFactory = _ => 8 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first subject; the next ones follow.", DefaultValueFactory = _ => 1 };
        var command = new Command("simulate", "Writes simulated nights: EDF+ with stages and events, or a data set in miniature.")
        {
            subjects, output, layout, hours, seed,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var folder = parse.GetValue(output)!;
            Directory.CreateDirectory(folder);
            var options = new NightSimulatorOptions
            {
                Epochs = Math.Max(1, (int)(parse.GetValue(hours) * 120)),
                Layout = Enum.Parse<SimulatedLayout>(parse.GetValue(layout)!.Replace("-", "", StringComparison.Ordinal), ignoreCase: true),
                RateHz = null,
            };
            if (options.Layout == SimulatedLayout.Aasm) options = options with { RateHz = 256 };
            if (Miniatures.Names.Contains(parse.GetValue(layout)))
            {
                var source = new NightSource(parse.GetValue(seed), options.Epochs);
                WriteDataset(parse.GetValue(layout)!, folder, parse.GetValue(subjects), source, cancellationToken);
                return Task.FromResult(0);
            }
            for (var subject = 0; subject < parse.GetValue(subjects); subject++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var number = parse.GetValue(seed) + (ulong)subject;
                var path = Path.Combine(folder, $"simulated-{parse.GetValue(layout)}-{number:d4}.edf");
                using (var stream = File.Create(path)) SimulatedEdf.Write(new NightSimulator(options, number), stream);
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
