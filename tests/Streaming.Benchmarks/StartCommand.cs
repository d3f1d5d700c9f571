using System.CommandLine;
using System.Diagnostics;

namespace Streaming.Benchmarks;

/// <summary><c>start</c>: from the start of the process to SERVING; <c>recover</c>: the same in mid-night.</summary>
internal static class StartCommand
{
    private const double LimitSeconds = 2.5;
    private const double RecoveryLimitSeconds = 2;
    private const int RecoveredBeds = 40;

    public static Command Start()
    {
        var command = new Command("start", "Process start to SERVING with an empty store.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            await using var broker = await BrokerProcess.StartAsync(cancellationToken);
            var (times, processor) = await FreshAsync(broker, parse.GetValue(FigureBook.Short) ? 4 : 10, cancellationToken);
            FigureBook.Of("start", parse).AtMost("process start to SERVING, warm disk", FigureBook.Text($"{times:f2} s ({processor:f2} s of processor)"),
                FigureBook.Text($"{LimitSeconds} s"), times / LimitSeconds, 1);
        });
        return command;
    }

    public static Command Recover()
    {
        var command = new Command("recover", "Restart in mid-night after a kill, 40 beds, by length of the night.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var book = FigureBook.Of("recover", parse);
            (double Seconds, double Processor) fresh;
            await using (var empty = await BrokerProcess.StartAsync(cancellationToken))
                fresh = await FreshAsync(empty, 3, cancellationToken);
            await using var broker = await BrokerProcess.StartAsync(cancellationToken);
            var staged = parse.GetValue(FigureBook.Short) ? 16 : 40;
            await StageAsync(broker, staged, cancellationToken);
            foreach (var epochs in (int[])[staged, 120, 960])
            {
                if (epochs > staged) LongNight.Fill(Path.Combine(broker.Folder, "store"), epochs);
                await RestartAsync(broker, book, epochs, fresh, cancellationToken);
            }
        });
        return command;
    }

    private static async Task StageAsync(BrokerProcess broker, int epochs, CancellationToken cancellationToken)
    {
        var nights = PreparedNights.Simulate(RecoveredBeds, epochs + 1, 10);
        await using var service = await ServiceProcess.StartAsync(broker.Port, BareRuntime.Model, broker.Folder, cancellationToken);
        using var watch = new FinalsWatch(service.Address);
        await using var sender = await BedSender.ConnectAsync(broker.Port, cancellationToken);
        await sender.SendAsync(nights.Announcements, cancellationToken);
        var counted = watch.AwaitAsync(RecoveredBeds * epochs, cancellationToken);
        await sender.SendAsync(nights.Epochs(0, epochs), cancellationToken);
        // And a third of the next, so that what is open has to be read again.
        await sender.SendAsync(nights.Blocks(epochs * 3, 1), cancellationToken);
        await counted.WaitAsync(TimeSpan.FromMinutes(3), cancellationToken);
        await service.KillAsync();
    }

    private static async Task RestartAsync(BrokerProcess broker, FigureBook book, int epochs, (double Seconds, double Processor) fresh, CancellationToken cancellationToken)
    {
        var times = new List<double>();
        var worked = new List<double>();
        for (var turn = 0; turn < 3; turn++)
        {
            var (seconds, processor) = await OnceAsync(broker, cancellationToken);
            times.Add(seconds);
            worked.Add(processor);
        }
        var extra = Percentile.Of(times, 0.5) - fresh.Seconds;
        var work = Percentile.Of(worked, 0.5) - fresh.Processor;
        book.AtMost($"{RecoveredBeds} beds killed after {epochs} epochs: beyond an empty start of {FigureBook.Text($"{fresh.Seconds:f2}")} s",
            FigureBook.Text($"{extra:f2} s ({work:f2} s of processor)"), FigureBook.Text($"{RecoveryLimitSeconds} s"), extra / RecoveryLimitSeconds, 1);
    }

    private static async Task<(double Seconds, double Processor)> FreshAsync(BrokerProcess broker, int turns, CancellationToken cancellationToken)
    {
        var times = new List<(double Seconds, double Processor)>();
        for (var turn = 0; turn <= turns; turn++)
        {
            var once = await OnceAsync(broker, cancellationToken);
            if (turn > 0) times.Add(once); // the first warms the disk
            Directory.Delete(Path.Combine(broker.Folder, "store"), recursive: true);
        }
        return (Percentile.Of(times.Select(time => time.Seconds), 0.5), Percentile.Of(times.Select(time => time.Processor), 0.5));
    }

    private static async Task<(double Seconds, double Processor)> OnceAsync(BrokerProcess broker, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await using var service = ServiceProcess.Start(broker.Port, BareRuntime.Model, broker.Folder);
        await service.ServingAsync(cancellationToken);
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, service.Worked.TotalSeconds);
    }
}
