using System.CommandLine;
using System.Globalization;
using Streaming.Core.Rendering;
using Streaming.Training.Datasets;

namespace Streaming.Benchmarks;

/// <summary>How fast training pictures are made, from simulated nights or from a cache; nothing is trained.</summary>
internal static class PicturesCommand
{
    private const double PicturesASecondNeeded = 150;

    public static Command Create()
    {
        var data = new Option<string[]>("--data") { Description = "Caches; else simulated nights.", DefaultValueFactory = _ => [] };
        var producers = new Option<int>("--producers") { Description = "Threads.", DefaultValueFactory = _ => 1 };
        var steps = new Option<int>("--steps") { Description = "Batches of 32 pictures.", DefaultValueFactory = _ => 60 };
        var pool = new Option<int>("--pool") { Description = "Nights in memory.", DefaultValueFactory = _ => 4 };
        var preset = new Option<string>("--preset") { Description = "Picture.", DefaultValueFactory = _ => RenderSpecs.Lossless100Name };
        var command = new Command("pictures", "Training pictures a second, nights included, against the 150 a second a training run takes.")
        {
            data, producers, steps, pool, preset,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var nights = parse.GetValue(data) is { Length: > 0 } caches
                ? SplitNights.Imported(caches).Training
                : NightSequence.SimulatedPieces(Split.Training, 1, 4000);
            var options = new BatchOptions { Seed = 1, PoolNights = parse.GetValue(pool), Producers = parse.GetValue(producers) };
            var spec = RenderSpecs.Find(parse.GetValue(preset)!, RenderSpecs.Lossless100.Signal)!;
            await RunAsync(options, spec, nights, parse.GetValue(steps), cancellationToken);
        });
        return command;
    }

    // Time begins with the first batch: filling the pool is paid once a run. Processor time says what a quiet machine would do.
    private static async Task RunAsync(BatchOptions options, RenderSpec spec, NightSequence nights, int steps, CancellationToken cancellationToken)
    {
        await using var source = new BatchSource(options, spec, nights, firstStep: 0);
        source.GiveBack(await source.NextAsync(cancellationToken));
        var (started, busy) = (TimeProvider.System.GetTimestamp(), Environment.CpuUsage.TotalTime);
        for (var step = 0; step < steps; step++) source.GiveBack(await source.NextAsync(cancellationToken));
        var pictures = (double)steps * options.BatchSize;
        var seconds = TimeProvider.System.GetElapsedTime(started).TotalSeconds;
        var processor = (Environment.CpuUsage.TotalTime - busy).TotalSeconds;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{pictures:0} pictures {spec.Preset}, {options.Producers} producers: {pictures / seconds:0} a second, "
            + $"{pictures / processor:0} a second of processor time; ratio to the {PicturesASecondNeeded:0} needed: "
            + $"{pictures / processor / PicturesASecondNeeded:0.00}"));
    }
}
