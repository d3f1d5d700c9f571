using System.CommandLine;

namespace Streaming.Benchmarks;

/// <summary><c>burst</c>: from the last sample to the station when all beds end an epoch in the same instant.</summary>
internal static class BurstCommand
{
    private const double AimAtOneHundredBeds = 1.5;

    public static Command Create()
    {
        var rounds = new Option<int>("--rounds") { Description = "Epochs.", DefaultValueFactory = _ => 8 };
        var counts = new Option<int[]>("--beds") { Description = "At once; may be repeated.", DefaultValueFactory = _ => [10, 100, 400] };
        var command = new Command("burst", "Last sample to station, 10, 100 and 400 beds at once, over beds ÷ bare pictures a second.") { rounds, counts };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (book, isShort) = (FigureBook.Of("burst", parse), parse.GetValue(FigureBook.Short));
            var bare = BareRuntime.Best(BareRuntime.Model, TimeSpan.FromSeconds(isShort ? 1 : 3), TextWriter.Null);
            foreach (var beds in parse.GetValue(counts)!)
            {
                var count = isShort ? 3 : parse.GetValue(rounds);
                await using var ward = await LiveWard.OpenAsync(beds, count, BareRuntime.Model, cancellationToken, "--Flow:Provisional", "false");
                var latencies = new List<double>();
                var worked = TimeSpan.Zero;
                for (var round = 0; round < count; round++)
                {
                    var burst = await ward.BurstAsync(cancellationToken);
                    latencies.AddRange(burst.Latencies);
                    worked += burst.Worked;
                }
                var (bound, p50, p99) = (1000 * beds / bare.PerSecond, Percentile.Of(latencies, 0.5), Percentile.Of(latencies, 0.99));
                book.AtMost($"{beds} beds at once: p99 (p50 {FigureBook.Text($"{p50:f0}")} ms)", FigureBook.Text($"{p99:f0} ms"),
                    FigureBook.Text($"{bound:f0} ms for as many bare pictures"), p99 / bound, beds == 100 ? AimAtOneHundredBeds : null);
                var each = worked.TotalMilliseconds / (beds * count);
                book.AtMost($"{beds} beds at once: processor of the service from the last second to the last FINAL, an epoch", FigureBook.Text($"{each:f2} ms"),
                    FigureBook.Text($"{bare.ProcessorMilliseconds:f2} ms that the bare network needs"), each / bare.ProcessorMilliseconds);
            }
        });
        return command;
    }
}
