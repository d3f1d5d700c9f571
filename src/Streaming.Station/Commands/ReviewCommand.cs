using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Streaming.Parts.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>review: the epochs that most deserve a human eye.</summary>
internal static class ReviewCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var night = NightArgument.Create();
        var limit = new Option<int>("--limit") { Description = "How many epochs you have time for, 1 to 5000", DefaultValueFactory = _ => 20 };
        limit.Validators.Add(result =>
        {
            if (result.TryRead(limit, out var epochs) && epochs is < 1 or > 5000) result.AddError("--limit takes 1 to 5000.");
        });
        var command = new Command("review", "List the epochs that most deserve a human eye, those first whose stage is likeliest wrong; score them with override") { night, limit };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var queue = await client.ReviewQueueAsync(
                new ReviewQueueRequest { Night = NightArgument.Parse(arguments.GetRequiredValue(night)), Limit = arguments.GetValue(limit) }, options);
            if (AnsiConsole.Profile.Out.IsTerminal)
            {
                Show(queue);
                return;
            }
            foreach (var (report, item) in queue.Reports.Zip(queue.Items))
                Console.WriteLine(PlainLine.Of(report, null) + $" expected_agreement={Level(item.Expected)}");
        }, cancellationToken));
        return command;
    }

    private static void Show(ReviewQueueResponse queue)
    {
        var table = new Table().AddColumns("Epoch", "At", "Stage", "Expected agreement", "Why it deserves a look");
        foreach (var (report, item) in queue.Reports.Zip(queue.Items))
        {
            table.AddRow(
                item.Epoch.ToString(CultureInfo.InvariantCulture), StudyTime.Clock(StudyTime.Seconds(report.StartSeconds)), StageText.Name(report.Stage),
                Level(item.Expected), Markup.Escape(report.Reason is { Sentence.Length: > 0 } reason ? $"{item.Why}. {reason.Sentence}" : item.Why));
        }
        AnsiConsole.Write(table);
        AnsiConsole.MarkupLineInterpolated(
            $"{queue.Reports.Count} of {queue.UnreviewedEpochs} unreviewed epochs; expected agreement of the night {Level(queue.NightNow)}, after these {Level(queue.NightAfter)}");
    }

    private static string Level(ExpectedAgreement level) => level == ExpectedAgreement.Unspecified ? "-" : level.ToString().ToLowerInvariant();
}
