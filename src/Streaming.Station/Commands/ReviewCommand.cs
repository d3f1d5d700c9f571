using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>review: the epochs that most deserve a human eye.</summary>
internal static class ReviewCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var limit = new Option<int>("--limit") { Description = "Epochs, at most 5000", DefaultValueFactory = _ => 20 };
        var command = new Command("review", "List the epochs whose stage is likeliest wrong; score them with override") { night, limit };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var queue = await client.ReviewQueueAsync(
                new ReviewQueueRequest { Night = NightArgument.Parse(arguments.GetRequiredValue(night)), Limit = arguments.GetValue(limit) }, options);
            foreach (var report in queue.Reports) Console.WriteLine(PlainLine.Of(report, null));
        }, cancellationToken));
        return command;
    }
}
