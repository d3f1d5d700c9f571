using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>image: the picture of an epoch, as a PNG file.</summary>
internal static class ImageCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var epoch = new Argument<long>("EPOCH") { Description = "Number of the epoch, from 0" };
        var output = new Option<FileInfo>("--output") { Description = "Where the PNG goes", Required = true };
        var preset = new Option<ImagePreset>("--preset") { Description = "Unspecified is the picture as the model saw it" };
        var overlay = new Option<bool>("--overlay") { Description = "With what the decision rests on" };
        var command = new Command("image", "Save the picture of an epoch") { night, epoch, output, preset, overlay };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var image = await client.GetEpochImageAsync(
                new GetEpochImageRequest
                {
                    Night = NightArgument.Parse(arguments.GetRequiredValue(night)),
                    Epoch = arguments.GetValue(epoch),
                    Preset = arguments.GetValue(preset),
                    Overlay = arguments.GetValue(overlay),
                },
                options);
            var file = arguments.GetRequiredValue(output);
            await File.WriteAllBytesAsync(file.FullName, image.Png.ToByteArray(), cancellationToken);
            Console.WriteLine($"{file} epoch={image.Epoch} {image.Width}x{image.Height} {image.RenderSpec}");
        }, cancellationToken));
        return command;
    }
}
