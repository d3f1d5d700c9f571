using System.Diagnostics;
using System.Globalization;
using Grpc.Core;
using Grpc.Net.Client;
using Streaming.Parts.Mqtt;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary>Broker, service and watcher, with beds that send as fast as the broker takes it.</summary>
internal static class LineRun
{
    public static async Task<LineRate> MeasureAsync(
        int beds, int epochs, int blockSeconds, string model, TextWriter report, CancellationToken cancellationToken)
    {
        report.WriteLine($"line: preparing {beds} beds of {epochs} epochs in blocks of {blockSeconds} s");
        var nights = PreparedNights.Simulate(beds, epochs, blockSeconds);
        await using var broker = await BrokerProcess.StartAsync(cancellationToken);
        await using var service = await ServiceRun.StartAsync(broker.Port, model, broker.Folder, cancellationToken);
        using var channel = GrpcChannel.ForAddress(service.Address);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var call = new SleepMonitor.SleepMonitorClient(channel).Watch(new WatchRequest(), cancellationToken: watching.Token);
        await using var client = new MqttClient(new MqttClientOptions { Port = broker.Port, ClientId = "benchmark", MaximumInFlight = 200 },
            TimeProvider.System);
        await client.ConnectAsync(cancellationToken);
        await PublishAsync(client, [.. nights.Announcements, .. nights.WarmUp], cancellationToken);
        await AwaitFinalsAsync(call, beds * PreparedNights.WarmUpEpochs, cancellationToken);
        var counting = AwaitFinalsAsync(call, beds * epochs, cancellationToken);
        var (started, worked, brokerWorked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, broker.Worked);
        await PublishAsync(client, nights.Blocks, cancellationToken);
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {nights.Blocks.Count} blocks acknowledged by the broker after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s"));
        await counting.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var rate = new LineRate(
            beds * epochs / seconds,
            (Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / (beds * epochs),
            (broker.Worked - brokerWorked).TotalMilliseconds / (beds * epochs));
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {beds * epochs} epochs in {seconds:f1} s; processor an epoch: {rate.ProcessorMilliseconds:f2} ms (service, sending beds and watcher "
            + $"{rate.ServiceMilliseconds:f2}, broker {rate.BrokerMilliseconds:f2}); clock {started / 1e9:f2}..{Stopwatch.GetTimestamp() / 1e9:f2}"));
        return rate;
    }

    private static async Task PublishAsync(MqttClient client, IReadOnlyList<MqttMessage> messages, CancellationToken cancellationToken)
    {
        using var room = new SemaphoreSlim(400);
        var sending = new List<Task>();
        foreach (var message in messages)
        {
            await room.WaitAsync(cancellationToken);
            sending.Add(SendAsync(message));
        }
        await Task.WhenAll(sending);

        async Task SendAsync(MqttMessage message)
        {
            await client.PublishAsync(message, cancellationToken);
            room.Release();
        }
    }

    private static async Task AwaitFinalsAsync(AsyncServerStreamingCall<WatchResponse> call, int count, CancellationToken cancellationToken)
    {
        while (count > 0 && await call.ResponseStream.MoveNext(cancellationToken))
        {
            if (call.ResponseStream.Current.Report is { Revision: Revision.Final }) count--;
        }
    }
}
