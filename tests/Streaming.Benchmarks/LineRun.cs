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
        using var call = new SleepMonitor.SleepMonitorClient(channel).Watch(new WatchRequest(), cancellationToken: watching.Token);
        await using var client = new MqttClient(new MqttClientOptions { Port = broker.Port, ClientId = "benchmark", MaximumInFlight = 200 },
            TimeProvider.System);
        await client.ConnectAsync(cancellationToken);
        await PublishAsync(client, [.. nights.Announcements, .. nights.WarmUp], cancellationToken);
        await AwaitFinalsAsync(call, beds * PreparedNights.WarmUpEpochs, cancellationToken);
        var counting = AwaitFinalsAsync(call, beds * epochs, cancellationToken);
        var (started, worked) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime);
        await PublishAsync(client, nights.Blocks, cancellationToken);
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {nights.Blocks.Count} blocks acknowledged by the broker after {Stopwatch.GetElapsedTime(started).TotalSeconds:f1} s"));
        await counting.WaitAsync(TimeSpan.FromMinutes(5), cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var milliseconds = (Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / (beds * epochs);
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"line: {beds * epochs} epochs in {seconds:f1} s; {milliseconds:f2} ms of processor an epoch, the sending beds' share included"));
        return beds * epochs / seconds;
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
