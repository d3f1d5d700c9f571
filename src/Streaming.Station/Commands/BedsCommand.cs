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
        var ordered = beds.OrderBy(bed => bed.Site, StringComparer.Ordinal).ThenBy(bed => bed.Bed_, StringComparer.Ordinal);
        if (!AnsiConsole.Profile.Out.IsTerminal)
        {
            foreach (var bed in ordered)
                Console.WriteLine(PlainLine.Of(bed));
            return;
        }

        var table = new Table().AddColumns("Bed", "State", "Study time", "Epochs", "Stage", "Lost", "Rejected");
        foreach (var bed in ordered)
            table.AddRow(Cells(bed));
        AnsiConsole.Write(table);
    }

    internal static string[] Cells(Bed bed) =>
    [
        Markup.Escape($"{bed.Site}/{bed.Bed_}"),
        GatewayText.IsAway(bed) ? $"{bed.State}, gateway offline" : $"{bed.State}",
        StudyTime.Clock(bed.StudySeconds),
        bed.FinalEpochs.ToString(CultureInfo.InvariantCulture),
        StageText.Name(bed.LastReport?.Stage ?? default),
        bed.LostSamples.ToString(CultureInfo.InvariantCulture),
        bed.RejectedMessages.ToString(CultureInfo.InvariantCulture),
    ];
}
