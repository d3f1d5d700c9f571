using System.CommandLine;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Drawing;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary><c>evaluate</c>: how well bundles agree with simulated subjects held out, imported nights, real sleep drawn as signals, or the annotations of a recording.</summary>
internal static class EvaluateCommand
{
    private const string Simulated = "simulated";

    private static readonly Argument<string?> Study = new("STUDY")
    {
        Description = "Annotated recording, or 'simulated'; without it, --data and --spectra: simulated.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string[]> Models = new("--model")
    {
        Description = "Folder of a model bundle; may be repeated: of one name they are seeds, and each is compared with the first.",
        DefaultValueFactory = _ => ["deploy/models/stagenet-2"],
    };

    private static readonly Option<string?> Output = new("--output") { Description = "Folder for report.json, report.md and figures." };
    private static readonly Option<bool> Tables = new("--tables") { Description = "Tables of conditions too: rows lost, single rows, gains, rates, tuning." };
    private static readonly Option<bool> Strange = new("--out-of-distribution")
    {
        Description = "How well inputs unlike anything trained on are flagged, too.",
    };

    private static readonly Option<int> Subjects = new("--subjects") { Description = "Simulated subjects, 1 or more.", DefaultValueFactory = _ => 12 };
    private static readonly Option<int> Epochs = new("--epochs") { Description = "Epochs of 30 s of each simulated night, 1 to 2880.", DefaultValueFactory = _ => 600 };
    private static readonly Option<ulong> Seed = new("--seed") { Description = "Seed of the simulated subjects.", DefaultValueFactory = _ => 1 };
    private static readonly Option<string?> Record = new("--record")
    {
        Description = "Write the figures into the first bundle's manifest and card; a recording is called by this there.",
    };

    private static readonly Option<int> Threads = CommonOptions.Threads("read");
    private static readonly Option<string[]> Caches = CommonOptions.Data();
    private static readonly Option<ulong> SplitSeed = CommonOptions.SplitSeed();
    private static readonly Option<bool> AllSubjects = new(ImportedSets.AllSubjects)
    {
        Description = "Of imported nights all subjects, not only those of the test: for a model that was not trained on them.",
    };

    private static readonly Option<string?> Spectra = CommonOptions.Spectra("Folder of people's stages and band powers (band-powers.csv.gz, of Sleep-EDF or made by band-powers), drawn as signals and measured on.");
    private static readonly Option<Split> SpectraSplit = CommonOptions.SpectraSplit();
    private static readonly Option<DrawnWaves> Waves = CommonOptions.Waves();

    public static Command Create()
    {
        var (map, hypnogram) = (CommonOptions.Map(), CommonOptions.Hypnogram());
        var command = new Command("evaluate", "Measures bundles: agreement with intervals, calibration, review, other gains; writes a report.")
        {
            Study, Models, map, hypnogram, Output, Tables, Strange, Subjects, Epochs, Seed, Record, Threads, Caches, SplitSeed, AllSubjects, Spectra, SpectraSplit, Waves,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            RefuseIdle(parse, map, hypnogram);
            if (NamedBundle.Twice(parse.GetValue(Models)!) is { } same)
                throw new CommandException($"{Models.Name}: {same} is given more than once; name each bundle once.");
            var folder = parse.GetValue(Output) is { } path ? OutputPlace.Folder(Output.Name, path) : null;
            var bundles = NamedBundle.Load(parse.GetValue(Models)!);
            var options = new EvaluationOptions { Threads = parse.Within(Threads, 1, OptionLimits.MostThreads), Tables = parse.GetValue(Tables), Novelty = parse.GetValue(Strange) };
            var run = new EvaluationRun(bundles, options, TimeProvider.System, Console.Out);
            EvaluationData[] data = [.. Data(parse, map, hypnogram)];
            if (parse.GetValue(Record) is not null) RefuseSeen(data, bundles[0]);
            if (data.Length > 1) Console.WriteLine($"measured on: {string.Join("; ", data.Select(set => set.Name))}");
            var report = run.Run(data, cancellationToken) with { Run = Made(parse, data) };
            if (folder is not null) Write(folder, report, [.. ReportFigures.Of(report, bundles, run.AsRecorded)]);
            if (parse.GetValue(Record) is not null) BundleExport.Record(bundles[0].Bundle, Measurements.Of(report, bundles[0].Label));
            return Task.FromResult(0);
        });
        return command;
    }

    private static void RefuseIdle(ParseResult parse, Option map, Option hypnogram)
    {
        var (isImported, isDrawn, study) = (parse.IsGiven(Caches), parse.IsGiven(Spectra), parse.GetValue(Study));
        var isSimulated = study == Simulated || (study is null && !isImported && !isDrawn);
        if (!isDrawn) parse.RefuseGiven($"is for {Spectra.Name}; name the folder with it.", SpectraSplit, Waves);
        if (!isImported) parse.RefuseGiven($"is for {Caches.Name}; name a folder with it.", AllSubjects);
        if (!isImported && !isDrawn) parse.RefuseGiven($"is for {Caches.Name} or {Spectra.Name}; name a folder with one of them.", SplitSeed);
        if (parse.GetValue(AllSubjects) && !isDrawn) parse.RefuseGiven($"is of no use with {AllSubjects.Name}: nothing is split.", SplitSeed);
        if (!isSimulated) parse.RefuseGiven($"is for simulated subjects, and none are measured; say '{Simulated}' in place of a recording to measure on them.", Subjects, Epochs, Seed);
        if (study is null or Simulated) parse.RefuseGiven("is for a recording, and none is named.", map, hypnogram);
    }

    private static RunRow Made(ParseResult parse, EvaluationData[] data)
    {
        var seeds = new Dictionary<string, ulong> { ["bootstrap and permutations"] = Figures.Seed };
        if (data.Any(set => set.AtRate is not null)) seeds["simulated subjects"] = parse.GetValue(Seed);
        var splits = parse.GetValue(Spectra) is not null || (parse.GetValue(Caches) is { Length: > 0 } && !parse.GetValue(AllSubjects));
        if (splits) seeds["split"] = parse.GetValue(SplitSeed);
        return RunRow.Of(TimeProvider.System, parse.Tokens.Select(token => token.Value), seeds);
    }

    // Before hours of reading, not after. Simulated subjects are apart by split.
    private static void RefuseSeen(EvaluationData[] data, NamedBundle bundle)
    {
        foreach (var set in data.Where(set => set.AtRate is null))
        {
            string[] subjects = set.Subjects is { } known ? [.. known] : [.. set.Nights.All().Select(night => night.Subject).Distinct(StringComparer.Ordinal)];
            if (SeenRow.Of(bundle.Label, set.Name, subjects, bundle.Bundle.Manifest) is { } seen)
                throw new CommandException($"{Record.Name}: {CardCommand.NotForACard(seen)}");
        }
    }

    private static IEnumerable<EvaluationData> Data(ParseResult parse, Option<string[]> map, Option<string?> hypnogram)
    {
        var path = parse.GetValue(Study);
        if (parse.GetValue(Caches) is { Length: > 0 } caches)
        {
            foreach (var set in ImportedSets.Of(caches, parse.GetValue(SplitSeed), parse.GetValue(AllSubjects))) yield return set;
            if (path is null && parse.GetValue(Spectra) is null) yield break;
        }
        if (parse.GetValue(Spectra) is { } spectra)
        {
            yield return EvaluationData.OfSpectra(
                SpectraNights.Read(spectra, parse.GetValue(SplitSeed)), parse.GetValue(SpectraSplit), parse.GetValue(Waves));
            if (path is null) yield break;
        }
        if (path is null or Simulated)
        {
            yield return EvaluationData.OfSimulated(parse.GetValue(Seed), parse.AtLeast(Subjects, 1), parse.Within(Epochs, 1, OptionLimits.MostEpochs));
            yield break;
        }
        var study = CommonOptions.Open(path, parse.GetValue(map)!, parse.GetValue(hypnogram));
        CommonOptions.Drawn(study.Study);
        if (study.Labels.Count == 0) throw new CommandException($"{path} has no stage annotations: there is nothing to hold the model against.");
        var name = parse.GetValue(Record) ?? Path.GetFileNameWithoutExtension(path);
        var nights = RecordingNights.Of(study, Path.GetFileNameWithoutExtension(path), out var outside);
        if (nights.Count > 1) Console.Error.WriteLine(CommonOptions.PagesOf20(outside));
        yield return new EvaluationData(
            study.IsSimulated ? $"simulated ({name})" : name, study.IsSimulated, "one recording; nothing is fitted to it", NightSequence.Of(nights));
    }

    private static void Write(string folder, EvaluationReport report, IReadOnlyList<(string File, string Caption, string Svg)> figures)
    {
        WholeFile.Write(Path.Combine(folder, EvaluationReport.FileName), report.ToJson());
        WholeFile.Write(Path.Combine(folder, ReportMarkdown.FileName), ReportMarkdown.Of(report, [.. figures.Select(figure => (figure.File, figure.Caption))]));
        foreach (var (file, _, svg) in figures) WholeFile.Write(Path.Combine(folder, file), svg);
        Console.WriteLine($"written: {Path.Combine(folder, ReportMarkdown.FileName)}");
    }
}
