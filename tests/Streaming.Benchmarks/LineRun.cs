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
    /// <returns>FINAL epochs a second from the first block sent to the last FINAL received.</returns>
    public static async Task<double> MeasureAsync(int beds, int epochs, string model, TextWriter report, CancellationToken cancellationToken)
    {
        report.WriteLine($"line: preparing {beds} beds of {epochs} epochs");
        var nights = PreparedNights.Simulate(beds, epochs);
        await using var broker = await BrokerProcess.StartAsync(cancellationToken);
        await using var service = await ServiceRun.StartAsync(broker.Port, model, broker.Folder, cancellationToken);
        using var channel = GrpcChannel.ForAddress(service.Address);
        using var watching = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var counting = CountAsync(new SleepMonitor.SleepMonitorClient(channel), beds * epochs, watching.Token);
        await using var client = new MqttClient(new MqttClientOptions { Port = broker.Port, ClientId = "benchmark", MaximumInFlight = 200 },
            TimeProvider.System);
        await client.ConnectAsync(cancellationToken);
        await PublishAsync(client, nights.Announcements, cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await PublishAsync(client, nights.Blocks, cancellationToken);
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {nights.Blocks.Count} blocks acknowledged by the broker after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s"));
        await counting.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        return beds * epochs / Stopwatch.GetElapsedTime(started).TotalSeconds;
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

    private static async Task CountAsync(SleepMonitor.SleepMonitorClient client, int expected, CancellationToken cancellationToken)
    {
        using var call = client.Watch(new WatchRequest(), cancellationToken: cancellationToken);
        var finals = new HashSet<(string, long)>();
        while (finals.Count < expected && await call.ResponseStream.MoveNext(cancellationToken))
        {
            if (call.ResponseStream.Current.Report is { Revision: Revision.Final } report) finals.Add((report.StudyId, report.Epoch));
        }
    }
}
