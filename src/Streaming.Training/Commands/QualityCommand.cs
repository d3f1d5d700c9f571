using System.CommandLine;
using Streaming.Core.Rendering;
using Streaming.Core.Simulation;
using Streaming.Training.Evaluation;
using Streaming.Training.Quality;

namespace Streaming.Training.Commands;

/// <summary><c>quality</c>: how well faults of a signal are found, as Markdown tables.</summary>
internal static class QualityCommand
{
    public static Command Create()
    {
        var subjects = new Option<int>("--subjects") { Description = "How many simulated nights; 0: recordings only.", DefaultValueFactory = _ => 8 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of 30 s of each, 1 to 2880.", DefaultValueFactory = _ => 240 };
        var seed = new Option<ulong>("--seed") { Description = "Of the simulated nights.", DefaultValueFactory = _ => 1 };
        var random = new Option<bool>("--random-recorder") { Description = "Recorders of any gain, roll-off and hum instead of well-kept ones." };
        var recordings = new Option<string[]>("--recording") { Description = "A recording that is judged as it is; may be repeated.", DefaultValueFactory = _ => [] };
        var maps = CommonOptions.Map();
        var command = new Command("quality", "Finds faults put into simulated nights at known places, and prints what was found and what was not there.")
        {
            subjects, epochs, seed, random, recordings, maps,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (!parse.IsGiven(recordings)) parse.RefuseGiven($"is for {recordings.Name}; name a recording with it.", maps);
            if (parse.GetValue(subjects) == 0)
            {
                if (!parse.IsGiven(recordings)) throw new CommandException($"{subjects.Name} is 0, and no {recordings.Name} is named: there is nothing to judge.");
                parse.RefuseGiven($"is for simulated nights, and {subjects.Name} is 0.", epochs, seed, random);
            }
            Simulated(parse.AtLeast(subjects, 0), parse.Within(epochs, 1, OptionLimits.MostEpochs), parse.GetValue(seed), parse.GetValue(random), cancellationToken);
            foreach (var recording in parse.GetValue(recordings)!) Recorded(recording, parse.GetValue(maps)!);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Simulated(int subjects, int epochs, ulong seed, bool isRandom, CancellationToken cancellationToken)
    {
        if (subjects == 0) return;
        var report = new QualityReport(RenderSpecs.Lossless100.Signal);
        var progress = new NightProgress("simulated nights", subjects, TimeProvider.System, Console.Error); // the tables alone go to standard output
        for (var subject = 0; subject < subjects; subject++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var options = new NightSimulatorOptions { Epochs = epochs, StartsAnywhere = true, RandomRecorder = isRandom };
            var of = seed * 1000 + (ulong)subject;
            report.Add(new NightSimulator(options, of).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch), of);
            progress.Done();
        }
        Console.WriteLine(report.Table());
    }

    private static void Recorded(string path, string[] maps)
    {
        var study = CommonOptions.Open(path, maps);
        Console.WriteLine($"\n{Path.GetFileName(path)}\n");
        Console.WriteLine(new QualityReport(RenderSpecs.Lossless100.Signal).OfRecording(study.Study, study.Blocks(1), study.End));
    }
}
