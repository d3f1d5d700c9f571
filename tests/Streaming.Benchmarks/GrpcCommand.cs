using System.CommandLine;
using System.Diagnostics;
using Google.Protobuf;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary><c>grpc</c>: what a message to many watchers costs the service, over the same bytes from bare HTTP/2; and what a slow watcher costs.</summary>
/// <remarks>Every watcher resumes from the beginning of a ward's evening, so that all of them want the same deltas at once.</remarks>
internal static class GrpcCommand
{
    private const int Beds = 16;
    private const int Epochs = 20;

    public static Command Create()
    {
        var command = new Command("grpc", "Processor a message to 1, 100 and 1,000 watchers, over bare HTTP/2; the price of one that does not read.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var book = FigureBook.Of("grpc", parse);
            await using var broker = await BrokerProcess.StartAsync(cancellationToken);
            await using var service = await ServiceProcess.StartAsync(
                broker.Port, BareRuntime.Model, broker.Folder, cancellationToken, "--Flow:Provisional", "false", "--Access:StreamsPerPeer", "3000",
                "--Access:CallBurst", "100000", "--Access:CallsPerSecond", "100000");
            var (store, latest) = await FillAsync(broker, service, cancellationToken);
            double? alone = null;
            foreach (var (watchers, messages) in new[] { (1, (int)latest), (100, 300), (1000, 200) })
            {
                var each = await MeasureAsync(book, service, broker.Folder, Request(store, latest - (ulong)messages), watchers, messages, cancellationToken);
                if (alone is { } one && watchers == 1000) book.AtMost("processor a message, 1,000 watchers over one", FigureBook.Text($"{each:f1} µs"),
                    FigureBook.Text($"{one:f1} µs"), each / one, 1, isCompared: false);
                alone ??= each;
            }
            await SlowAsync(book, service, Request(store, 0), (int)latest, cancellationToken);
        });
        return command;
    }

    private static byte[] Request(string store, ulong after) =>
        new WatchRequest { Resume = new ResumeToken { StoreId = store, CommitSequence = after } }.ToByteArray();

    private static async Task<(string Store, ulong Latest)> FillAsync(BrokerProcess broker, ServiceProcess service, CancellationToken cancellationToken)
    {
        var nights = PreparedNights.Simulate(Beds, Epochs, 10);
        using var watch = new FinalsWatch(service.Address);
        await using var sender = await BedSender.ConnectAsync(broker.Port, cancellationToken);
        await sender.SendAsync(nights.Announcements, cancellationToken);
        ulong latest = 0;
        var counted = watch.AwaitAsync(Beds * Epochs, cancellationToken, report => latest = Math.Max(latest, report.CommitSequence));
        await sender.SendAsync(nights.Epochs(0, Epochs), cancellationToken);
        await counted.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
        await service.RestAsync(cancellationToken);
        return (watch.StoreId, latest);
    }

    /// <summary>Microseconds of the service's processor a message.</summary>
    private static async Task<double> MeasureAsync(
        FigureBook book, ServiceProcess service, string folder, byte[] request, int watchers, int messages, CancellationToken cancellationToken)
    {
        var file = Path.Combine(folder, "bytes");
        using var client = new RawWatch(service.Address);
        await using (var copy = File.Create(file)) await client.ReadAsync(request, messages, copy, cancellationToken);
        await ReadAllAsync(client, request, watchers, messages, cancellationToken); // the compiler's turn
        await service.RestAsync(cancellationToken);
        var repeats = watchers == 1 ? 20 : 1;
        var before = service.Worked;
        var seconds = 0.0;
        for (var turn = 0; turn < repeats; turn++) seconds += await ReadAllAsync(client, request, watchers, messages, cancellationToken);
        var each = (service.Worked - before).TotalMicroseconds / ((double)watchers * messages * repeats);
        await using var rival = await ByteServer.StartAsync(file, cancellationToken);
        using var bare = new RawWatch(rival.Address);
        await ReadAllAsync(bare, request, watchers, messages - 2, cancellationToken);
        await Task.Delay(500, cancellationToken);
        before = rival.Worked;
        var plain = 0.0;
        for (var turn = 0; turn < repeats; turn++) plain += await ReadAllAsync(bare, request, watchers, messages - 2, cancellationToken);
        var theirs = (rival.Worked - before).TotalMicroseconds / ((double)watchers * (messages - 2) * repeats);
        book.AtMost($"{watchers} watchers: processor of the service a message ({FigureBook.Text($"{watchers * (double)messages * repeats / seconds:f0}")} messages/s)",
            FigureBook.Text($"{each:f1} µs"),
            FigureBook.Text($"{theirs:f1} µs for the same bytes over bare HTTP/2 ({watchers * (double)(messages - 2) * repeats / plain:f0}/s)"), each / theirs);
        return each;
    }

    private static async Task<double> ReadAllAsync(RawWatch client, byte[] request, int watchers, int messages, CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, watchers).Select(_ => client.ReadAsync(request, messages, null, cancellationToken)));
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }

    private static async Task SlowAsync(FigureBook book, ServiceProcess service, byte[] request, int messages, CancellationToken cancellationToken)
    {
        const int Watchers = 20, Readings = 10, Turns = 16; // a process' time comes in ticks of 10 ms; of five turns, a run was off by as much as the aim
        using var client = new RawWatch(service.Address);
        using var sleeper = new RawWatch(service.Address);
        await WorkAsync(); // the compiler's turn
        var (without, with) = (new List<double>(), new List<double>());
        for (var turn = 0; turn < Turns; turn++)
        {
            if (turn % 2 == 0) without.Add(await WorkAsync()); // who is first, in turn
            with.Add(await BesideSleeperAsync());
            if (turn % 2 == 1) without.Add(await WorkAsync());
        }
        double[] ratios = [.. with.Zip(without, (beside, alone) => beside / alone)];
        book.AtMost(FigureBook.Text($"{Watchers} watchers with a slow one among them: processor for the same messages, {Turns} turns"),
            FigureBook.Text($"{Percentile.Of(with, 0.5) * 1000:f0} ms ({Percentile.Of(ratios, 0.25):f2} to {Percentile.Of(ratios, 0.75):f2} in half of the turns)"),
            FigureBook.Text($"{Percentile.Of(without, 0.5) * 1000:f0} ms without it"), Percentile.Of(ratios, 0.5), 1.05);

        async Task<double> BesideSleeperAsync()
        {
            using var unread = await sleeper.OpenAsync(request, cancellationToken);
            await Task.Delay(200, cancellationToken); // its buffers are full, and it stays
            return await WorkAsync();
        }

        async Task<double> WorkAsync()
        {
            var before = service.Worked;
            for (var n = 0; n < Readings; n++) await ReadAllAsync(client, request, Watchers, messages, cancellationToken);
            return (service.Worked - before).TotalSeconds;
        }
    }
}
