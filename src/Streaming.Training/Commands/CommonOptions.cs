using System.CommandLine;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Training.Datasets;

namespace Streaming.Training.Commands;

/// <summary>What several verbs take.</summary>
internal static class CommonOptions
{
    public static Option<string> Model() =>
        new("--model") { Description = "Folder of the model bundle.", DefaultValueFactory = _ => "deploy/models/stagenet-2" };

    public static Option<string[]> Map() =>
        new("--map") { Description = "What a channel stands for, for example 'EEG=C4-M1'; may be repeated.", DefaultValueFactory = _ => [] };

    public static Option<string?> Hypnogram() => new("--hypnogram")
    {
        Description = "EDF+ file with the expert's stages; else the file of the usual name beside the study, else its own annotations.",
    };

    public static Option<string[]> Data() => new("--data")
    {
        Description = "Folder of imported nights (import); may be repeated. Without it: simulated nights.",
        DefaultValueFactory = _ => [],
    };

    public static Option<ulong> SplitSeed() => new("--split-seed")
    {
        Description = "Seed of the split of imported subjects into training, validation and test; not the seed of a run.",
        DefaultValueFactory = _ => SubjectSplit.DefaultSeed,
    };

    /// <summary>Opens a recording; its epoch grid and stages may be in a file of their own: the one given, else the one of the usual name
    /// beside it, as Replay has it.</summary>
    /// <exception cref="CommandException">The file or a map cannot be used.</exception>
    public static EdfStudy Open(string path, string[] maps, string? hypnogram = null)
    {
        try
        {
            var file = EdfReader.Open(File.OpenRead(path));
            hypnogram ??= HypnogramNames.Find(path, Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.edf"));
            var stages = hypnogram is null ? null : EdfReader.Open(File.OpenRead(hypnogram));
            var study = EdfStudy.From(file, Guid.Empty, [.. maps.Select(DerivationMap.Parse)], stages);
            if (study.MapProblems.Count > 0) throw new CommandException(string.Join(' ', study.MapProblems));
            return study;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or EdfFormatException or FormatException)
        {
            throw new CommandException($"{path}: {e.Message}", e);
        }
    }
}
