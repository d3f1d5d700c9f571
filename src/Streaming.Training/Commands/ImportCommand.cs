using System.CommandLine;
using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Datasets.Import;

namespace Streaming.Training.Commands;

/// <summary><c>import</c>: recorded studies with stages into one compact local cache.</summary>
internal static class ImportCommand
{
    private const int ConventionalWakeMinutes = 30;

    public static Command Create()
    {
        var folder = new Argument<string?>("DIR") { Description = "Folder of the data set.", Arity = ArgumentArity.ZeroOrOne };
        var layout = new Option<string?>("--layout") { Description = "How the data set names its files: sleep-edf, shhs, mass, isruc or edf." };
        layout.AcceptOnlyFromAmong(Layouts.Names);
        var output = new Option<string>("--output")
        {
            Description = "Folder of the cache; nights of several data sets may share one.",
            Required = true,
        };
        var strict = new Option<bool>("--strict") { Description = "Stop at the first study that cannot be imported." };
        var verify = new Option<bool>("--verify") { Description = "Check every byte of the cache afterwards; without DIR, only that." };
        var again = new Option<bool>("--again") { Description = "Import again what is in the cache already." };
        var all = new Option<bool>("--all-channels") { Description = "Keep every channel, not only EEG, EOG and EMG." };
        var wake = new Option<string?>("--trim-wake")
        {
            Description = "Minutes of wake to keep either side of sleep, or 'none' to keep all; 30 for sleep-edf, else none.",
        };
        var subject = SubjectPattern.Option();
        var map = CommonOptions.Map();
        var command = new Command("import", "Imports recorded studies with stages: Sleep-EDF, SHHS, MASS, ISRUC or any annotated EDF+.")
        {
            folder, layout, output, strict, verify, again, all, wake, subject, map,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (parse.GetValue(folder) is null && parse.GetValue(verify))
                parse.RefuseGiven($"is for an import, and {verify.Name} without DIR imports nothing; name the folder of the data set.", layout, strict, again, all, wake, subject, map);
            var cache = parse.GetValue(output)!;
            var broken = 0;
            if (parse.GetValue(folder) is { } directory)
            {
                var name = parse.GetValue(layout) ?? throw new CommandException($"--layout is missing: one of {string.Join(", ", Layouts.Names)}");
                var known = Layouts.Of(name, directory, SubjectPattern.Parsed(parse.GetValue(subject), name));
                var options = new ImportOptions
                {
                    WakeMinutes = WakeMinutes(parse.GetValue(wake), known.TrimsWake),
                    Maps = [.. parse.GetValue(map)!.Select(Parsed)],
                    AllChannels = parse.GetValue(all),
                    Strict = parse.GetValue(strict),
                    Again = parse.GetValue(again),
                };
                broken = Import(directory, known, cache, options, cancellationToken);
            }
            else if (!parse.GetValue(verify)) throw new CommandException("DIR is missing: the folder of the data set");
            if (parse.GetValue(verify)) broken += Verify(cache, cancellationToken);
            return Task.FromResult(broken > 0 ? 1 : 0);
        });
        return command;
    }

    /// <returns>1 where nothing could be imported: what is broken in part is named, and the rest is there to be used.</returns>
    private static int Import(string folder, IDatasetLayout layout, string cache, ImportOptions options, CancellationToken cancellationToken)
    {
        var nights = NightCache.Create(cache);
        var importer = new Importer(layout, nights, options, TimeProvider.System, Console.Out);
        try
        {
            var results = importer.Run(folder, cancellationToken);
            foreach (var line in ImportSummary.Lines(results)) Console.WriteLine(line);
            foreach (var line in PerhapsOnePerson.Lines(results, nights.Subjects(layout.Name))) Console.WriteLine(line);
            return results.All(result => result.Outcome == ImportOutcome.Broken) ? 1 : 0;
        }
        catch (OperationCanceledException)
        {
            throw new OperationCanceledException("Stopped. Nights finished before are kept; run the same command to go on.");
        }
    }

    private static int Verify(string cache, CancellationToken cancellationToken)
    {
        var files = NightCache.Open(cache).Files;
        var damaged = 0;
        foreach (var file in files)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (file.Damage(cancellationToken) is not { } damage) continue;
            damaged++;
            Console.WriteLine($"DAMAGED {file.Path}: {damage}; delete it and import again");
        }
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"verified {files.Count} nights, {files.Sum(file => file.Record.Samples) / 1e6:0.0} million samples in "
            + $"{files.Sum(file => file.Record.DataBytes) / 1e6:0.0} MB: {damaged} damaged"));
        return damaged;
    }

    private static int? WakeMinutes(string? text, bool conventional)
    {
        if (text is null) return conventional ? ConventionalWakeMinutes : null;
        if (text == "none") return null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var minutes)
            ? minutes
            : throw new CommandException($"--trim-wake is '{text}': minutes, or 'none'");
    }

    private static DerivationMap Parsed(string text) =>
        DerivationMap.TryParse(text, out var map) is { } problem ? throw new CommandException(problem) : map!;
}
