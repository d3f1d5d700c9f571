using System.CommandLine;
using Streaming.Core.Rendering;
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

    /// <summary>Null where StageNet is trained.</summary>
    /// <exception cref="CommandException">A value that cannot be.</exception>
    public ForeignRecipe? Read(ParseResult parse)
    {
        if (parse.GetValue(_from) is not { } path) return null;
        var (width, height) = Size(parse.GetValue(_size));
        if (parse.GetValue(_lora) is < 1) throw new CommandException("--lora must be 1 or more.");
        return new ForeignRecipe
        {
            Path = path,
            LoraRank = parse.GetValue(_lora),
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
