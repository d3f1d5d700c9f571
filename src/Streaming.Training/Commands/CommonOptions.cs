using System.CommandLine;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Commands;

/// <summary>What several verbs take.</summary>
internal static class CommonOptions
{
    public static Option<string> Model() =>
        new("--model") { Description = "Folder of the model bundle.", DefaultValueFactory = _ => "deploy/models/stagenet-1" };

    public static Option<string[]> Map() =>
        new("--map") { Description = "What a channel stands for, for example 'EEG=C4-M1'; may be repeated.", DefaultValueFactory = _ => [] };

    /// <summary>Opens a recording; a file beside it can hold the stages.</summary>
    /// <exception cref="CommandException">The file or a map cannot be used.</exception>
    public static EdfStudy Open(string path, string[] maps, string? hypnogram = null)
    {
        try
        {
            var file = EdfReader.Open(File.OpenRead(path));
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
