using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>lights: when lights went off or on, in study time.</summary>
internal static class LightsCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var state = new Argument<string>("STATE") { Description = "off or on" };
        state.AcceptOnlyFromAmong("off", "on");
        var at = MomentArgument.Create();
        var author = AuthorOption.Create();
        var command = new Command("lights", "Mark lights off or on") { night, state, at, author };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var reference = NightArgument.Parse(arguments.GetRequiredValue(night));
            var request = new MarkLightsRequest
            {
                Night = reference,
                On = arguments.GetRequiredValue(state) == "on",
                AtSeconds = await MomentArgument.ReadAsync(arguments.GetRequiredValue(at), reference, client, options),
                Author = arguments.GetRequiredValue(author),
            };
            var mark = (await client.MarkLightsAsync(request, options)).Mark;
            Console.WriteLine($"lights={(mark.On ? "on" : "off")} study={mark.StudyId} at={StudyTime.Clock(StudyTime.Seconds(mark.AtSeconds))}");
        }, cancellationToken));
        return command;
    }
}
