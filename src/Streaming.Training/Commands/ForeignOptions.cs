using System.CommandLine;
using Streaming.Core.Rendering;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Training.Commands;

/// <summary>The options of <c>train</c> that fine-tune a network from a file.</summary>
internal sealed class ForeignOptions
{
    private readonly Option<string?> _from = new("--from") { Description = "ONNX file of a vision model to fine-tune instead of StageNet." };
    private readonly Option<int?> _lora = new("--lora") { Description = "With --from: train thin matrices of this rank on top of the weights." };
    private readonly Option<string?> _preset = new("--preset") { Description = "With --from: clinical-448 or paper-336, drawn to the network." };
    private readonly Option<string?> _size = new("--size") { Description = "With --from: WIDTHxHEIGHT where the file leaves it open." };
    private readonly Option<string?> _pixels = new("--pixels") { Description = "With --from: half (-1 to 1), unit (0 to 1), raw or imagenet." };
    private readonly Option<bool> _random = new("--from-random") { Description = "With --from: draw the weights anew, to see what they were worth." };
    private readonly Option<bool> _keep = new("--keep-statistics") { Description = "With --from: batch normalisations keep the file's statistics." };

    public ForeignOptions(Command command)
    {
        Option[] all = [_from, _lora, _preset, _size, _pixels, _random, _keep];
        foreach (var option in all) command.Add(option);
        _preset.AcceptOnlyFromAmong(RenderSpecs.Clinical448Name, RenderSpecs.Paper336Name);
        _pixels.AcceptOnlyFromAmong([.. PixelScale.All.Select(scale => scale.Name)]);
    }

    /// <summary>The options, and what a recipe holds of each.</summary>
    public IEnumerable<(Option Option, Func<TrainingRecipe, object?> Value)> Parts =>
    [
        (_from, recipe => recipe.From?.Path), (_lora, recipe => recipe.From?.LoraRank), (_preset, recipe => recipe.From?.Preset),
        (_size, recipe => recipe.From is { Width: { } width, Height: { } height } ? $"{width}x{height}" : null), (_pixels, recipe => recipe.From?.Pixels),
        (_random, recipe => recipe.From?.FromRandom), (_keep, recipe => recipe.From?.KeepStatistics),
    ];

    /// <summary>Null where StageNet is trained.</summary>
    /// <param name="parse">The command line.</param>
    /// <param name="resumes">The file is the one the run began with; what else is given is told to be ignored.</param>
    /// <exception cref="CommandException">A value that cannot be, or one that is for a file and there is none.</exception>
    public ForeignRecipe? Read(ParseResult parse, bool resumes)
    {
        var given = Parts.Select(part => part.Option).FirstOrDefault(parse.IsGiven);
        if (given is null) return null;
        if (parse.GetValue(_from) is null && !resumes) throw new CommandException($"{given.Name} is for a network from a file; name it with {_from.Name}.");
        var path = parse.GetValue(_from) ?? "";
        var (width, height) = Size(parse.GetValue(_size));
        return new ForeignRecipe
        {
            Path = path,
            LoraRank = parse.AtLeast(_lora, 1),
            Preset = parse.GetValue(_preset),
            Width = width,
            Height = height,
            Pixels = parse.GetValue(_pixels),
            FromRandom = parse.GetValue(_random),
            KeepStatistics = parse.GetValue(_keep),
        };
    }

    private static (int? Width, int? Height) Size(string? text)
    {
        if (text is null) return (null, null);
        var parts = text.Split('x');
        if (parts.Length == 2 && int.TryParse(parts[0], out var width) && int.TryParse(parts[1], out var height)) return (width, height);
        throw new CommandException($"--size is '{text}'; write it as 192x48.");
    }
}
