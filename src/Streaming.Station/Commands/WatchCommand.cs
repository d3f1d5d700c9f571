using System.CommandLine;
using Spectre.Console;
using Streaming.Client;
using Streaming.Parts.CommandLine;
using Streaming.Station.Watching;
using Streaming.V1;

namespace Streaming.Station.Commands;

/// <summary>watch: the beds, live.</summary>
internal static class WatchCommand
{
    public static Command Build(ConnectOptions connect, TimeProvider time)
    {
        var site = new Option<string>("--site") { Description = "Only this site" };
        var bed = new Option<string>("--bed") { Description = "Only this bed of the site" };
        var plain = new Option<bool>("--plain") { Description = "One line of key=value per result; the default where there is no terminal" };
        var seconds = new Option<double?>("--for") { Description = "Stop after this many seconds, above 0, at most 4000000" };
        var untilEnded = new Option<bool>("--until-ended") { Description = "Stop when all studies seen running have ended, each epoch revised" };
        var record = new Option<FileInfo>("--record") { Description = "Write every result to this CSV file" };
        var summary = new Option<FileInfo>("--summary") { Description = "Write one line of totals and latencies to this file at the end" };
        var command = new Command("watch", "Watch the beds live; Ctrl-C ends it") { site, bed, plain, seconds, untilEnded, record, summary };
        command.Validators.Add(result =>
        {
            if (result.GetValue(bed) is not null && result.GetValue(site) is null)
                result.AddError("--bed needs --site: beds are named within a site.");
            if (result.TryRead(seconds, out var limit) && limit is not (null or (> 0 and <= 4_000_000)))
                result.AddError("--for takes seconds above 0 and up to 4000000.");
        });
        command.SetAction((arguments, cancellationToken) =>
        {
            var place = arguments.GetValue(site) is { } name ? new BedRef { Site = name, Bed = arguments.GetValue(bed) ?? "" } : null;
            var session = new WatchSession(time)
            {
                IsPlain = arguments.GetValue(plain) || !AnsiConsole.Profile.Out.IsTerminal,
                Duration = arguments.GetValue(seconds) is { } duration ? TimeSpan.FromSeconds(duration) : null,
                UntilEnded = arguments.GetValue(untilEnded),
                RecordFile = arguments.GetValue(record),
                SummaryFile = arguments.GetValue(summary),
                BrokenOff = connect.Demanded(arguments),
            };
            return connect.ReportAsync(arguments, async () =>
            {
                using var connection = connect.Open(arguments);
                await session.RunAsync(connection, new WatchFilter(place is null ? [] : [place]), cancellationToken);
            }, cancellationToken);
        });
        return command;
    }
}
