using System.CommandLine;

namespace Streaming.Benchmarks;

/// <summary><c>burst</c>: from the last sample to the station when all beds end an epoch in the same instant.</summary>
internal static class BurstCommand
{
    private const double AimAtOneHundredBeds = 1.5;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Epochs.", DefaultValueFactory = _ => 8 };
        var command = new Command("burst", "Last sample to station, 10, 100 and 400 beds at once, over beds ÷ bare pictures a second.") { rounds };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (book, isShort) = (FigureBook.Of("burst", parse), parse.GetValue(FigureBook.Short));
            var bare = BareRuntime.Best(BareRuntime.Model, TimeSpan.FromSeconds(isShort ? 1 : 3), TextWriter.Null);
            foreach (var beds in (int[])[10, 100, 400])
            {
                var count = isShort ? 3 : parse.GetValue(rounds);
                await using var ward = await LiveWard.OpenAsync(beds, count, BareRuntime.Model, cancellationToken, "--Flow:Provisional", "false");
                var latencies = new List<double>();
                for (var round = 0; round < count; round++) latencies.AddRange(await ward.BurstAsync(cancellationToken));
                var (bound, p50, p99) = (1000 * beds / bare.PerSecond, Percentile.Of(latencies, 0.5), Percentile.Of(latencies, 0.99));
                book.AtMost($"{beds} beds at once: p99 (p50 {FigureBook.Text($"{p50:f0}")} ms)", FigureBook.Text($"{p99:f0} ms"),
                    FigureBook.Text($"{bound:f0} ms for as many bare pictures"), p99 / bound, beds == 100 ? AimAtOneHundredBeds : null);
            }
        });
        return command;
    }
}
