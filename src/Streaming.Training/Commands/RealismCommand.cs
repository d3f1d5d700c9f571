using System.CommandLine;
using Streaming.Training.Evaluation;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary><c>realism</c>: how like people the simulator is, as tables; or fits its parameters to people anew.</summary>
internal static class RealismCommand
{
    private const int WaveformNights = 8;

    public static Command Create()
    {
        var data = CommonOptions.RealNights("band-powers.csv.gz, and hypnograms.csv with --fit");
        var subjects = new Option<int>("--subjects") { Description = "How many simulated nights, 1 or more.", DefaultValueFactory = _ => 60 };
        var seed = new Option<ulong>("--seed") { Description = "Of the simulated nights.", DefaultValueFactory = _ => 1 };
        var fit = new Option<string?>("--fit")
        {
            Description = "Fit the simulator's parameters and write their source files to this folder instead.",
        };
        var recording = new Option<string?>("--recording")
        {
            Description = "An annotated recording at 100 Hz whose waveform is measured beside the simulated one.",
        };
        var command = new Command("realism", "Compares simulated nights with real ones and prints Markdown tables.")
        {
            data, subjects, seed, fit, recording,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.IsGiven(fit)) parse.RefuseGiven($"is compared, and {fit.Name} compares nothing.", recording);
            var folder = parse.FolderOf(data);
            var count = parse.AtLeast(subjects, 1);
            if (parse.GetValue(fit) is { } output) Fit(folder, OutputPlace.Folder(fit.Name, output), count, parse.GetValue(seed), cancellationToken);
            else Report(folder, count, parse.GetValue(seed), parse.GetValue(recording), cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Fit(string folder, string output, int subjects, ulong seed, CancellationToken cancellationToken)
    {
        var nights = RealNights.Read(folder);
        var statistics = new BandPowerStatistics(nights);
        var simulated = BandPowerAlignment.Align(SimulatedRealism.Nights(subjects, seed, cancellationToken, Progress(subjects)), nights);
        File.WriteAllText(Path.Combine(output, "SleepEdfBandPowers.cs"), ParameterText.BandPowers(statistics, nights.Count));
        File.WriteAllText(
            Path.Combine(output, "SimulationOffsets.cs"), ParameterText.Offsets(new BandSpread(nights), new BandSpread(simulated), statistics));
        File.WriteAllText(
            Path.Combine(output, "SleepEdfTransitions.cs"), ParameterText.Transitions(new TransitionStatistics(RealNights.Hypnograms(folder)).PerMille()));
        Console.WriteLine($"Fitted {nights.Count} nights.");
    }

    // The tables alone go to standard output.
    private static NightProgress Progress(int subjects) => new("simulated nights", subjects, TimeProvider.System, Console.Error);

    private static void Report(string folder, int subjects, ulong seed, string? recording, CancellationToken cancellationToken)
    {
        var study = recording is null ? null : CommonOptions.Open(recording, []);
        if (study is not null && study.Study.Channels[0].RateHz != 100)
            throw new CommandException($"{recording}: its first channel has {study.Study.Channels[0].RateHz} Hz; 100 Hz is needed.");
        var real = RealNights.Read(folder);
        var simulated = SimulatedRealism.Nights(subjects, seed, cancellationToken, Progress(subjects));
        foreach (var part in RealismReport.Tables(real, simulated)) Console.WriteLine(part);
        var nights = Enumerable.Range(0, subjects).Select(subject => SimulatedRealism.Night(SimulatedRealism.Seed(seed, subject))).ToArray();
        Console.WriteLine(WaveformReport.Events(nights));
        Console.WriteLine(WaveformReport.Shapes([.. nights.Take(WaveformNights)], study));
    }
}
