using System.CommandLine;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Evaluation;
using Streaming.Training.Export;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary><c>band-powers</c>: stages and band powers of imported nights as the table that <c>--spectra</c> of <c>train</c> and <c>evaluate</c> draws nights from.</summary>
internal static class BandPowersCommand
{
    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "Folder of imported nights (import); may be repeated.", Required = true };
        var output = new Option<string>("--output") { Description = $"Folder for {BandPowerTable.FileName}.", Required = true };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the table that is there; without it it is not touched." };
        var threads = CommonOptions.Threads("measured");
        var command = new Command("band-powers", "Measures stages and band powers of imported nights, for --spectra of train and evaluate.") { data, output, overwrite, threads };
        command.SetAction((parse, cancellationToken) =>
        {
            var most = parse.Within(threads, 1, OptionLimits.MostThreads);
            var nights = NightCache.OpenAll(parse.GetValue(data)!);
            var path = Path.Combine(OutputPlace.Folder(output.Name, parse.GetValue(output)!), BandPowerTable.FileName);
            if (File.Exists(path) && !parse.GetValue(overwrite)) throw new CommandException($"{path} is there already; choose another folder, or {overwrite.Name}.");
            var measured = Measured(nights, most, cancellationToken);
            var kept = nights.Zip(measured).Where(pair => pair.Second is not null).ToArray();
            if (kept.Length == 0) throw new CommandException("No night has two EEG rows and an eye's that kept their samples: there is nothing to write.");
            WholeFile.Write(path, (Stream stream) => BandPowerTable.Write(
                stream, kept.Select(pair => (pair.First.Source, pair.First.Subject, pair.First.Name, pair.First.Scorings[0].Stages, pair.Second!))));
            var people = kept.DistinctBy(pair => pair.First.Subject).Count();
            Console.WriteLine(FormattableString.Invariant(
                $"{kept.Length} {(kept.Length == 1 ? "night" : "nights")} of {people} {(people == 1 ? "person" : "people")}, {kept.Sum(pair => pair.Second!.Epochs.Length)} epochs; written: {path}"));
            return Task.FromResult(0);
        });
        return command;
    }

    private static RecordedBandPowers?[] Measured(IReadOnlyList<StagedNight> nights, int threads, CancellationToken cancellationToken)
    {
        var measured = new RecordedBandPowers?[nights.Count];
        var progress = new NightProgress("band powers", nights.Count, TimeProvider.System, Console.Out);
        var options = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellationToken };
        Parallel.For(0, nights.Count, options, number =>
        {
            measured[number] = RecordedBandPowers.Of(nights[number], cancellationToken);
            progress.Done();
        });
        foreach (var (night, powers) in nights.Zip(measured))
            Console.WriteLine(powers is null
                ? $"{night.Dataset}/{night.Name}: left out: {Missing(night)}"
                : $"{night.Dataset}/{night.Name}: {powers.Epochs.Length} epochs of {string.Join(", ", powers.Derivations)}");
        return measured;
    }

    private static string Missing(StagedNight night)
    {
        var montage = Montage.Resolve(night.Study);
        return RecordedBandPowers.Rows(montage) is null
            ? $"it has not two EEG rows and an eye's, but {string.Join(", ", montage.Rows.OfType<Derivation>().Select(row => row.Name))}"
            : "no epoch kept all its samples";
    }
}
