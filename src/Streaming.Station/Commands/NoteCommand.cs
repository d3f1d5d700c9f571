using System.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>note: a technologist's words at a moment of the night.</summary>
internal static class NoteCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var at = MomentArgument.Create();
        var text = new Argument<string>("TEXT") { Description = "1 to 2000 characters; no patient identity" };
        var author = AuthorOption.Create();
        var command = new Command("note", "Add a note to a night") { night, at, text, author };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var reference = NightArgument.Parse(arguments.GetRequiredValue(night));
            var request = new AddNoteRequest
            {
                Night = reference,
                AtSeconds = await MomentArgument.ReadAsync(arguments.GetRequiredValue(at), reference, client, options),
                Text = arguments.GetRequiredValue(text),
                Author = arguments.GetRequiredValue(author),
            };
            var note = (await client.AddNoteAsync(request, options)).Note;
            Console.WriteLine($"note study={note.StudyId} at={StudyTime.Clock(StudyTime.Seconds(note.AtSeconds))}");
        }, cancellationToken));
        return command;
    }
}
