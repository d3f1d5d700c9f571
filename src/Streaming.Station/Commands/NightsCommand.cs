using System.CommandLine;
using Streaming.Parts.CommandLine;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>nights: what the store holds, the night that began last first, a line each.</summary>
internal static class NightsCommand
{
    private const int MostNights = 1000;

    public static Command Build(ConnectOptions connect)
    {
        var site = new Option<string>("--site") { Description = "Only nights of this site" };
        var bed = new Option<string>("--bed") { Description = "Only nights of this bed; with --site" };
        var limit = new Option<int>("--limit") { Description = $"How many, 1 to {MostNights}", DefaultValueFactory = _ => 100 };
        var before = new Option<string>("--before") { Description = "Only nights that began before this study: the last one of an earlier list" };
        limit.Validators.Add(result =>
        {
            if (result.TryRead(limit, out var nights) && nights is < 1 or > MostNights) result.AddError($"--limit takes 1 to {MostNights}.");
        });
        var command = new Command("nights", "List the nights that the service holds: those of a bed that has begun another since, too") { site, bed, limit, before };
        command.Validators.Add(result =>
        {
            if (result.GetResult(bed) is not null && result.GetResult(site) is null) result.AddError("--bed needs --site: beds are named within a site.");
        });
        command.SetAction((arguments, cancellationToken) => connect.AskAsync(arguments, async (client, options) =>
        {
            var filter = arguments.GetValue(site) is { } wanted ? new BedRef { Site = wanted, Bed = arguments.GetValue(bed) ?? "" } : null;
            var answer = await client.ListNightsAsync(new ListNightsRequest { Filter = filter, Limit = arguments.GetValue(limit), Before = arguments.GetValue(before) ?? "" }, options);
            foreach (var night in answer.Nights)
                Console.WriteLine(PlainLine.Of(night));
            if (answer.More)
                Console.Error.WriteLine($"There are earlier ones: --before {answer.Nights[^1].StudyId} shows them.");
        }, cancellationToken));
        return command;
    }
}
