using System.Collections.Concurrent;
using System.Diagnostics;
using Streaming.Core.Windowing;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary>Beds that are live: all their epochs end in the same instant, as in a ward whose clocks agree.</summary>
internal sealed class LiveWard : IAsyncDisposable
{
    private const int CatchUpSeconds = 10; // in a message, until the beds are live
    private const int LeastBefore = 3; // epochs of each bed before it is live
    private const int MostBefore = 60;
    private const int WarmEpochs = 600; // of all beds: what a ward of ten has behind it after half an hour, and the compiler with it
    private readonly PreparedNights _fast;
    private readonly PreparedNights _live;
    private readonly BrokerProcess _broker;
    private readonly FinalsWatch _watch;
    private readonly BedSender _sender;
    private readonly ConcurrentDictionary<string, long> _lastSent = new();
    private int _epoch;

    private LiveWard(PreparedNights fast, PreparedNights live, BrokerProcess broker, ServiceProcess service, FinalsWatch watch, BedSender sender) =>
        (_fast, _live, _broker, Service, _watch, _sender) = (fast, live, broker, service, watch, sender);

    public ServiceProcess Service { get; }

    public int Beds => _live.Beds;

    /// <summary>PROVISIONAL reports that came.</summary>
    public int Windows { get; private set; }

    /// <summary>Broker, service and beds whose first epochs are over: all is warm. They come in three parts with a rest behind each, in which the compiler
    /// finishes what it wants to.</summary>
    public static async Task<LiveWard> OpenAsync(int beds, int epochs, string model, CancellationToken cancellationToken, params string[] service)
    {
        var before = Math.Clamp(WarmEpochs / beds, LeastBefore, MostBefore);
        var (fast, live) = (PreparedNights.Simulate(beds, before + epochs, CatchUpSeconds), PreparedNights.Simulate(beds, before + epochs, 1));
        var broker = await BrokerProcess.StartAsync(cancellationToken);
        var process = await ServiceProcess.StartAsync(broker.Port, model, broker.Folder, cancellationToken, service);
        var ward = new LiveWard(
            fast, live, broker, process, new FinalsWatch(process.Address, provisional: true), await BedSender.ConnectAsync(broker.Port, cancellationToken));
        await ward._sender.SendAsync(live.Announcements, cancellationToken);
        foreach (var part in (int[])[before / 3, before * 2 / 3, before])
        {
            var counted = ward._watch.AwaitAsync(beds * (part - ward._epoch), cancellationToken);
            await ward._sender.SendAsync(fast.Epochs(ward._epoch, part - ward._epoch), cancellationToken);
            await counted.WaitAsync(TimeSpan.FromMinutes(3), cancellationToken);
            ward._epoch = part;
            await process.RestAsync(cancellationToken);
        }
        return ward;
    }

    /// <summary>The next epoch but for its last second, at once; then the last second of all beds. Milliseconds from each bed's last block to its
    /// FINAL, and what the service worked from there to the last FINAL.</summary>
    public async Task<(List<double> Latencies, TimeSpan Worked)> BurstAsync(CancellationToken cancellationToken)
    {
        var first = _epoch++ * Epoch.Seconds;
        var before = Enumerable.Range(first, Epoch.Seconds - 1).SelectMany(block => Enumerable.Range(0, Beds).Select(bed => _live.Block(bed, block)));
        await _sender.SendAsync(before, cancellationToken);
        await Service.RestAsync(cancellationToken);
        var latencies = new List<double>();
        var counted = _watch.AwaitAsync(Beds, cancellationToken, report => Note(report, latencies));
        var worked = Service.Worked;
        await SendSecondAsync(first + Epoch.Seconds - 1, cancellationToken);
        await counted.WaitAsync(TimeSpan.FromMinutes(2), cancellationToken);
        return (latencies, Service.Worked - worked);
    }

    /// <summary>The next epochs at the speed of life. Latencies as above; fewer than beds times epochs: a backlog was left after ten seconds.</summary>
    public async Task<List<double>> LiveAsync(int epochs, CancellationToken cancellationToken)
    {
        var latencies = new List<double>();
        var counted = _watch.AwaitAsync(Beds * epochs, cancellationToken, report => Note(report, latencies));
        var (first, started) = (_epoch * Epoch.Seconds, Stopwatch.GetTimestamp());
        for (var second = 0; second < epochs * Epoch.Seconds; second++)
        {
            var rest = TimeSpan.FromSeconds(second + 1) - Stopwatch.GetElapsedTime(started);
            if (rest > TimeSpan.Zero) await Task.Delay(rest, cancellationToken);
            await SendSecondAsync(first + second, cancellationToken);
        }
        _epoch += epochs;
        await Task.WhenAny(counted, Task.Delay(TimeSpan.FromSeconds(10), cancellationToken));
        lock (latencies) return [.. latencies];
    }

    public async ValueTask DisposeAsync()
    {
        await _sender.DisposeAsync();
        _watch.Dispose();
        await Service.DisposeAsync();
        await _broker.DisposeAsync();
    }

    private Task SendSecondAsync(int block, CancellationToken cancellationToken) => _sender.SendAsync(
        Enumerable.Range(0, Beds).Select(bed =>
        {
            var message = _live.Block(bed, block);
            _lastSent[$"bed{bed + 1}"] = Stopwatch.GetTimestamp();
            return message;
        }),
        cancellationToken);

    private void Note(StageReport report, List<double> latencies)
    {
        if (report.Revision == Revision.Provisional) Windows++;
        if (report.Revision != Revision.Final) return;
        lock (latencies) latencies.Add(Stopwatch.GetElapsedTime(_lastSent[report.Bed]).TotalMilliseconds);
    }
}
