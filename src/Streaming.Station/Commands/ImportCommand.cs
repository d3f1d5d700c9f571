using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>import: stages edited elsewhere come back as overrides.</summary>
internal static class ImportCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var file = new Argument<FileInfo>("FILE") { Description = "An exported EDF+ or CSV with edited stages" };
        var author = AuthorOption.Create();
        var command = new Command("import", "Take edited stages back as overrides; what is as it stands is left alone") { night, file, author };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var request = new ImportOverridesRequest
            {
                Night = NightArgument.Parse(arguments.GetRequiredValue(night)),
                Author = arguments.GetRequiredValue(author),
            };
            var known = await client.GetNightAsync(new GetNightRequest { Night = request.Night }, options);
            request.Overrides.AddRange(EditedStages.Read(arguments.GetRequiredValue(file), known.Study.EpochOriginSeconds));
            var answer = await client.ImportOverridesAsync(request, options);
            Console.WriteLine($"applied={answer.Applied} refused={answer.Refused.Count} unchanged={request.Overrides.Count - answer.Applied - answer.Refused.Count}");
            foreach (var refused in answer.Refused) await Console.Error.WriteLineAsync($"station: {refused}");
        }, cancellationToken));
        return command;
    }
}
