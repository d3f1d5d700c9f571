using System.Diagnostics;
using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary>Broker, service and watcher, with beds that send as fast as the broker takes it.</summary>
internal static class LineRun
{
    /// <param name="beds">Simulated beds.</param>
    /// <param name="epochs">Measured, a bed.</param>
    /// <param name="warmUp">Before them, a bed; in three parts with a rest behind each, in which the compiler finishes what it wants to.</param>
    /// <param name="blockSeconds">Seconds in a message.</param>
    public static async Task<LineRate> MeasureAsync(
        int beds, int epochs, int warmUp, int blockSeconds, string model, TextWriter report, CancellationToken cancellationToken)
    {
        report.WriteLine($"line: {beds} beds of {epochs} epochs in blocks of {blockSeconds} s");
        var nights = PreparedNights.Simulate(beds, warmUp + epochs, blockSeconds);
        await using var broker = await BrokerProcess.StartAsync(cancellationToken);
        await using var service = await ServiceProcess.StartAsync(broker.Port, model, broker.Folder, cancellationToken, "--Flow:Provisional", "false");
        using var watch = new FinalsWatch(service.Address);
        await using var sender = await BedSender.ConnectAsync(broker.Port, cancellationToken);
        await sender.SendAsync(nights.Announcements, cancellationToken);
        var sent = 0;
        foreach (var part in (int[])[warmUp / 3, warmUp * 2 / 3, warmUp])
        {
            var counted = watch.AwaitAsync(beds * (part - sent), cancellationToken);
            await sender.SendAsync(nights.Epochs(sent, part - sent), cancellationToken);
            await counted.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
            sent = part;
            await service.RestAsync(cancellationToken);
        }
        var counting = watch.AwaitAsync(beds * epochs, cancellationToken);
        var (started, before) = (Stopwatch.GetTimestamp(), Worked(service, broker));
        await sender.SendAsync(nights.Epochs(warmUp, epochs), cancellationToken);
        await counting.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        var (seconds, after) = (Stopwatch.GetElapsedTime(started).TotalSeconds, Worked(service, broker));
        double Each(TimeSpan worked) => worked.TotalMilliseconds / (beds * epochs);
        var rate = new LineRate(
            beds * epochs / seconds, Each(after.Service - before.Service), Each(after.Beds - before.Beds), Each(after.Broker - before.Broker));
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {beds * epochs} epochs in {seconds:f1} s; processor an epoch: {rate.ProcessorMilliseconds:f2} ms (service {rate.ServiceMilliseconds:f2}, "
            + $"sending beds and watcher {rate.BedsMilliseconds:f2}, broker {rate.BrokerMilliseconds:f2}); "
            + $"clock {started / 1e9:f2}..{Stopwatch.GetTimestamp() / 1e9:f2}"));
        return rate;
    }

    private static (TimeSpan Service, TimeSpan Beds, TimeSpan Broker) Worked(ServiceProcess service, BrokerProcess broker) =>
        (service.Worked, Environment.CpuUsage.TotalTime, broker.Worked);
}
