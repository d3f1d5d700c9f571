using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>acknowledge: somebody has seen an advisory.</summary>
internal static class AcknowledgeCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var advisory = new Argument<string>("ADVISORY") { Description = "Its id, as night shows it" };
        var author = AuthorOption.Create();
        var command = new Command("acknowledge", "Say that an advisory has been seen; it lasts until its cause has gone") { advisory, author };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var request = new AcknowledgeAdvisoryRequest { AdvisoryId = arguments.GetRequiredValue(advisory), Author = arguments.GetRequiredValue(author) };
            var answer = (await client.AcknowledgeAdvisoryAsync(request, options)).Advisory;
            Console.WriteLine($"{answer.Cause} at {answer.Site}/{answer.Bed}: acknowledged by {answer.AcknowledgedBy}");
        }, cancellationToken));
        return command;
    }
}
