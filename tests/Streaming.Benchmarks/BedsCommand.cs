using System.CommandLine;
using Streaming.Core.Windowing;

namespace Streaming.Benchmarks;

/// <summary><c>beds</c>: how many beds this machine carries live, with rolling windows, and what memory each takes.</summary>
internal static class BedsCommand
{
    private const double LimitMilliseconds = 2000;
    private const double LimitMegabytes = 1;
    private const int FewBeds = 10; // a service that has staged as many epochs: what it compiled and keeps for work at all is no bed's

    public static Command Create()
    {
        var counts = new Option<int[]>("--beds") { Description = "To try; may be repeated.", DefaultValueFactory = _ => [100, 400, 1000] };
        counts.Validators.Add(result =>
        {
            if (result.GetValue(counts)!.Any(beds => beds <= FewBeds)) result.AddError($"--beds must be above {FewBeds}, the ward that memory is counted beyond.");
        });
        var hops = new Option<int[]>("--hop-seconds") { Description = "To try.", DefaultValueFactory = _ => [5] };
        var variant = new Option<string>("--variant") { Description = "Of the bundle.", DefaultValueFactory = _ => "Fp32" };
        var command = new Command("beds", "Beds carried live, aligned epochs and rolling windows: p99, windows shed, memory a bed.") { counts, hops, variant };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var book = FigureBook.Of("beds", parse);
            var epochs = parse.GetValue(FigureBook.Short) ? 1 : 4;
            var few = await FewAsync(cancellationToken);
            Task Try(int beds, int hop) => TryAsync(book, beds, epochs, hop, parse.GetValue(variant)!, few, cancellationToken);
            foreach (var hop in parse.GetValue(hops)!)
            {
                foreach (var beds in parse.GetValue(counts)!) await Try(beds, hop);
            }
            if (parse.GetValue(FigureBook.Short)) await Try(100, 1);
        });
        return command;
    }

    private static async Task<long> FewAsync(CancellationToken cancellationToken)
    {
        await using var ward = await LiveWard.OpenAsync(FewBeds, 1, BareRuntime.Model, cancellationToken);
        await ward.LiveAsync(1, cancellationToken);
        return ward.Service.OwnBytes;
    }

    private static async Task TryAsync(FigureBook book, int beds, int epochs, int hop, string variant, long few, CancellationToken cancellationToken)
    {
        await using var ward = await LiveWard.OpenAsync(
            beds, epochs, BareRuntime.Model, cancellationToken, "--Flow:HopSeconds", FigureBook.Text($"{hop}"), "--Scoring:Variant", variant);
        var (worked, windows) = (ward.Service.Worked, ward.Windows);
        var latencies = await ward.LiveAsync(epochs, cancellationToken);
        var seconds = epochs * Epoch.Seconds;
        var missing = beds * epochs - latencies.Count;
        var p99 = missing > 0 ? double.PositiveInfinity : Percentile.Of(latencies, 0.99);
        // The hop at which an epoch ends is the epoch's.
        var shown = (double)(ward.Windows - windows) / (beds * (seconds / hop - epochs));
        var load = (ward.Service.Worked - worked).TotalSeconds / seconds;
        book.AtMost(
            $"{beds} beds live, {hop}-s hops: p99 of FINAL (p50 {FigureBook.Text($"{Percentile.Of(latencies, 0.5):f0}")} ms)",
            missing > 0 ? $"{missing} of {beds * epochs} late by more than 10 s" : FigureBook.Text($"{p99:f0} ms"),
            FigureBook.Text($"{LimitMilliseconds:f0} ms; {shown:p0} of the windows shown, the service took {load:f2} cores"),
            p99 / LimitMilliseconds, 1);
        var megabytes = (ward.Service.OwnBytes - few) / 1e6 / (beds - FewBeds);
        book.AtMost($"{beds} beds: memory a bed beyond the service with {FewBeds}", FigureBook.Text($"{megabytes:f2} MB"),
            FigureBook.Text($"{LimitMegabytes} MB"), megabytes / LimitMegabytes, 1);
    }
}
