using System.CommandLine;
using System.Globalization;
using Spectre.Console;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>beds: the beds the service knows.</summary>
internal static class BedsCommand
{
    public static Command Build(ConnectOptions connect)
    {
        var site = new Option<string>("--site") { Description = "Only beds of this site" };
        var command = new Command("beds", "List the beds") { site };
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var filter = arguments.GetValue(site) is { } wanted ? new BedRef { Site = wanted } : null;
            Show((await client.ListBedsAsync(new ListBedsRequest { Filter = filter }, options)).Beds);
        }, cancellationToken));
        return command;
    }

    private static void Show(IEnumerable<Bed> beds)
    {
        var table = new Table().AddColumns("Bed", "State", "Gateway", "Study time", "Epochs", "Stage", "Lost", "Rejected", "Study");
        foreach (var bed in beds.OrderBy(bed => bed.Site, StringComparer.Ordinal).ThenBy(bed => bed.Bed_, StringComparer.Ordinal))
        {
            table.AddRow(
                Markup.Escape($"{bed.Site}/{bed.Bed_}"), bed.State.ToString(), bed.GatewayOnline ? "online" : "offline", StudyTime.Clock(bed.StudySeconds),
                (bed.FinalEpochs + bed.UnscorableEpochs).ToString(CultureInfo.InvariantCulture), StageText.Name(bed.LastReport?.Stage ?? default),
                bed.LostSamples.ToString(CultureInfo.InvariantCulture), bed.RejectedMessages.ToString(CultureInfo.InvariantCulture), Markup.Escape(bed.StudyId));
        }

        AnsiConsole.Write(table);
    }
}
