using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>override: a technologist's stage in place of the machine's.</summary>
internal static class OverrideCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var epoch = new Argument<long>("EPOCH") { Description = "Number of the epoch, from 0" };
        var stage = new Argument<string>("STAGE") { Description = "W, N1, N2, N3, R or UNSCORABLE" };
        stage.AcceptOnlyFromAmong(StringComparer.OrdinalIgnoreCase, "W", "N1", "N2", "N3", "R", "UNSCORABLE");
        var author = AuthorOption.Create();
        var comment = new Option<string>("--comment") { Description = "Why", DefaultValueFactory = _ => "" };
        var command = new Command("override", "Set the stage of an epoch by hand") { night, epoch, stage, author, comment };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            StageText.TryParse(arguments.GetRequiredValue(stage), out var wanted);
            var request = new OverrideRequest
            {
                Night = NightArgument.Parse(arguments.GetRequiredValue(night)),
                Epoch = arguments.GetValue(epoch),
                Stage = wanted,
                Author = arguments.GetRequiredValue(author),
                Comment = arguments.GetValue(comment) ?? "",
            };
            Console.WriteLine(PlainLine.Of((await client.OverrideAsync(request, options)).Report, null));
        }, cancellationToken));
        return command;
    }
}
