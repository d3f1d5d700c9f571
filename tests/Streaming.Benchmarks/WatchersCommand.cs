using System.Collections.Concurrent;
using System.CommandLine;
using System.Diagnostics;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary><c>watchers</c>: how long after its commit a decision reaches 200 watchers, with and without one among them that has stopped reading.</summary>
internal static class WatchersCommand
{
    private const int Watchers = 200;
    private const int Rounds = 24; // of six, p99 differed by a quarter between two runs of the same
    private const int CommitsARound = 150;
    private const double Limit = 1.1;

    public static Command Create()
    {
        var command = new Command("watchers", "Delivery to 200 watchers, one of them stuck: p99 over that without it, rounds side by side.");
        command.SetAction(RunAsync);
        return command;
    }

    private static async Task RunAsync(ParseResult parse, CancellationToken cancellationToken)
    {
        var book = FigureBook.Of("watchers", parse);
        var store = Directory.CreateTempSubdirectory("streaming-watchers-").FullName;
        try
        {
            await using var app = Service(store);
            await app.StartAsync(cancellationToken);
            var (without, with) = (new List<double>(), new List<double>());
            var log = app.Services.GetRequiredService<NightLog>();
            var address = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
            await RoundAsync(log, address, hasStuck: true, 0, cancellationToken); // the compiler's turn, and something to be stuck on
            for (var round = 1; round <= 2 * Rounds; round++)
            {
                var hasStuck = round % 4 is 2 or 3; // in turn, and who is first in turn too
                (hasStuck ? with : without).AddRange(await RoundAsync(log, address, hasStuck, round, cancellationToken));
            }
            var (before, after) = (Percentile.Of(without, 0.99), Percentile.Of(with, 0.99));
            book.AtMost($"{Watchers} watchers, one of them stuck: p99 from commit to the others", FigureBook.Text($"{after:f1} ms"),
                FigureBook.Text($"{before:f1} ms without it"), after / before, Limit);
            await app.StopAsync(CancellationToken.None);
        }
        finally
        {
            Directory.Delete(store, recursive: true);
        }
    }

    private static WebApplication Service(string store) => Streaming.Service.Program.Build([], builder =>
    {
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Recording:Folder"] = store, ["Scoring:Model"] = BareRuntime.Model, ["Scoring:Provider"] = "Cpu", ["Ingest:Port"] = "1",
            ["Serving:GrpcPort"] = "0", ["Serving:WebPort"] = "0", ["Serving:StuckSeconds"] = "3600",
            // All are one peer that comes again and again: what limits a peer is not what is measured.
            ["Access:StreamsPerPeer"] = "3000", ["Access:CallBurst"] = "100000", ["Access:CallsPerSecond"] = "100000",
        });
        builder.Logging.ClearProviders();
    });

    /// <returns>Milliseconds from each commit to each watcher that reads.</returns>
    private static async Task<List<double>> RoundAsync(NightLog log, string address, bool hasStuck, int round, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var (committed, delays) = (new ConcurrentDictionary<long, long>(), new ConcurrentBag<double>());
        using var channel = GrpcChannel.ForAddress(address);
        using var apart = GrpcChannel.ForAddress(address);
        using var stuck = hasStuck ? await StuckAsync(log, apart, stop.Token) : null;
        var ready = new CountdownEvent(Watchers);
        var from = new ResumeToken { StoreId = log.StoreId, CommitSequence = (ulong)log.LatestSequence };
        var watching = Enumerable.Range(0, hasStuck ? Watchers - 1 : Watchers)
            .Select(_ => WatchAsync(channel, from, committed, delays, ready, stop.Token)).ToList();
        if (hasStuck) ready.Signal();
        while (!ready.IsSet)
        {
            foreach (var refused in watching.Where(one => one.IsFaulted)) await refused;
            await Task.Delay(20, cancellationToken);
        }
        for (var n = 0; n < CommitsARound; n++)
        {
            var epoch = (long)round * CommitsARound + n;
            await log.WriteAsync(
                transaction =>
                {
                    committed[epoch] = Stopwatch.GetTimestamp();
                    return transaction.AddReport(new BedKey("ward", "bed"), Report(epoch));
                },
                cancellationToken);
            await Task.Delay(10, cancellationToken);
        }
        while (delays.Count < watching.Count * CommitsARound) await Task.Delay(20, cancellationToken);
        await stop.CancelAsync();
        await Task.WhenAll(watching);
        return [.. delays];
    }

    private static async Task WatchAsync(
        GrpcChannel channel, ResumeToken from, ConcurrentDictionary<long, long> committed, ConcurrentBag<double> delays, CountdownEvent ready,
        CancellationToken stop)
    {
        using var call = new SleepMonitor.SleepMonitorClient(channel).Watch(new WatchRequest { Resume = from }, cancellationToken: stop);
        try
        {
            var isReady = false;
            while (await call.ResponseStream.MoveNext(stop))
            {
                if (!isReady) ready.Signal();
                isReady = true;
                if (call.ResponseStream.Current.Report is { } report) delays.Add(Stopwatch.GetElapsedTime(committed[report.Epoch]).TotalMilliseconds);
            }
        }
        catch (Exception end) when (end is Grpc.Core.RpcException or OperationCanceledException && stop.IsCancellationRequested)
        {
            // The round is over.
        }
    }

    /// <summary>Wants everything from the beginning and reads the first message only.</summary>
    private static async Task<IDisposable> StuckAsync(NightLog log, GrpcChannel channel, CancellationToken stop)
    {
        var call = new SleepMonitor.SleepMonitorClient(channel).Watch(
            new WatchRequest { Resume = new ResumeToken { StoreId = log.StoreId } }, cancellationToken: stop);
        await call.ResponseStream.MoveNext(stop);
        return call;
    }

    private static StageReport Report(long epoch) => new()
    {
        StudyId = "00000000-0000-0000-0000-000000000001", Site = "ward", Bed = "bed", Epoch = epoch, Revision = Revision.Final,
        Committed = DateTimeOffset.UnixEpoch.ToTimestamp(), Quality = { new string('q', 2000) }, // about what a report with its reasons holds
    };
}
