using System.CommandLine;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary>What several verbs take.</summary>
internal static class CommonOptions
{
    private const string NoEeg = "No EEG derivation can be formed: the stages rest on eye and chin channels alone, whatever confidence they have. A bed without EEG "
        + "is staged so too; import refuses such a recording.";

    public static Option<string> Model() =>
        new("--model") { Description = "Folder of the model bundle.", DefaultValueFactory = _ => "deploy/models/stagenet-2" };

    public static Option<string[]> Map() =>
        new("--map") { Description = "What a channel stands for, for example 'EEG=C4-M1'; may be repeated.", DefaultValueFactory = _ => [] };

    public static Option<string?> Hypnogram() => new("--hypnogram")
    {
        Description = "The expert's stages, in EDF+, XML of NSRR or Profusion, or a text of one code or name for each 30 s (.txt, .csv); else the study's own annotations, else the file of the usual name beside it.",
    };

    public static Option<string[]> Data() => new("--data")
    {
        Description = "Folder of imported nights (import); may be repeated. Without it: simulated nights.",
        DefaultValueFactory = _ => [],
    };

    public static Option<ulong> SplitSeed() => new("--split-seed")
    {
        Description = "Seed of the split of imported (or drawn, --spectra) subjects into training, validation and test; not the seed of a run.",
        DefaultValueFactory = _ => SubjectSplit.DefaultSeed,
    };

    /// <param name="done">What is done with several nights at the same time.</param>
    public static Option<int> Threads(string done) => new("--threads")
    {
        Description = $"Nights {done} at the same time, 1 to {OptionLimits.MostThreads}; not given: one a processor.",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public static Option<string?> Spectra(string use) => new("--spectra") { Description = use };

    /// <summary>Sleep-EDF's public band powers, of which no copy is shipped.</summary>
    /// <param name="files">What the folder has to hold.</param>
    public static Option<string> RealNights(string files) => new("--data") { Description = $"Folder of Sleep-EDF's public band powers ({files}).", Required = true };

    /// <exception cref="CommandException">There is no such folder.</exception>
    public static string FolderOf(this ParseResult parse, Option<string> data)
    {
        var folder = parse.GetRequiredValue(data);
        return Directory.Exists(folder)
            ? folder
            : throw new CommandException($"{folder}: no such folder; {data.Name} names the one that holds band-powers.csv.gz.");
    }

    public static Option<Split> SpectraSplit() => new("--spectra-split")
    {
        Description = "Whom of these people: training, validation or test.",
        DefaultValueFactory = _ => Split.Validation,
    };

    public static Option<DrawnWaves> Waves() => new("--waves")
    {
        Description = "Their waves are planned by the scorer's stages (scored), or by what the band powers tell alone (spectra).",
        DefaultValueFactory = _ => DrawnWaves.Spectra,
    };

    /// <summary>Opens a recording; its epoch grid and stages may be in a file of their own: the one given, else, where it has no
    /// stages itself, the one of the usual name beside it, as Replay has it.</summary>
    /// <exception cref="CommandException">A file or a map cannot be used; names the one at fault.</exception>
    public static EdfStudy Open(string path, string[] maps, string? hypnogram = null)
    {
        if (Directory.Exists(path)) throw new CommandException($"{path} is a folder; name the recording in it.");
        var file = Read(path, () => EdfReader.Open(File.OpenRead(path)));
        string? passedOver = null;
        hypnogram ??= HypnogramNames.Beside(path, file, out passedOver);
        if (passedOver is not null) Console.Error.WriteLine(passedOver);
        DerivationMap[] stated = [.. maps.Select(map => Read("--map", () => DerivationMap.Parse(map)))];
        var study = hypnogram is null ? EdfStudy.From(file, Guid.Empty, stated) : Read(hypnogram, () => WithStages(file, stated, hypnogram));
        return study.MapProblems.Count == 0 ? study : throw new CommandException(string.Join(' ', study.MapProblems));
    }

    /// <summary>What is done with a recording that was scored in pages of 20 s (decision 0011).</summary>
    /// <param name="outside">Scored pages that are left out: widened, they reach beyond the recording.</param>
    public static string PagesOf20(int outside) => "The stages are of pages of 20 s: each is read with 5 s more either side, as an epoch of 30 s of one of three grids, and held "
        + $"against what was decided there{(outside > 0 ? $"; {outside} at the ends of the recording have no 5 s more and are left out" : "")}.";

    /// <summary>The montage of a study that a model can read something of.</summary>
    /// <exception cref="CommandException">No row is filled; lists the channels.</exception>
    public static Montage Drawn(Study study)
    {
        var montage = Montage.Resolve(study);
        if (montage.Rows.All(row => row is null))
            throw new CommandException("No channel fills any row of the picture. State one, for example with --map 'EEG=C4-M1'; the study has "
                + $"{string.Join(", ", study.Channels.Select(channel => $"'{channel.Label}'"))}.");
        if (montage.Rows.Take(3).All(row => row is null)) Console.Error.WriteLine(NoEeg);
        return montage;
    }

    private static EdfStudy WithStages(EdfFile file, DerivationMap[] maps, string hypnogram)
    {
        if (StageFile.Read(hypnogram, file.DurationSeconds) is not { } runs)
            return EdfStudy.From(file, Guid.Empty, maps, EdfReader.Open(File.OpenRead(hypnogram)));
        foreach (var remark in runs.Remarks) Console.Error.WriteLine(remark);
        return EdfStudy.WithStages(file, Guid.Empty, maps, runs.Runs);
    }

    private static T Read<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EdfFormatException or FormatException)
        {
            throw new CommandException(e.Message.Contains(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
    }
}
