using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Streaming.Parts.Mqtt;

namespace Streaming.Benchmarks;

/// <summary><c>mqtt</c>: blocks a second into the journal at QoS 1, over a client that only acknowledges, and over mosquitto_sub.</summary>
/// <remarks>The blocks are of studies whose descriptors never come: they are checked, journalled and acknowledged, and nothing else.</remarks>
internal static class MqttCommand
{
    private const int Beds = 16;
    private const int WarmUp = 6000; // blocks
    // Before the clock starts, each followed by a rest: the just-in-time compiler takes a method up again after each, and would take half of the time.
    private const int WarmUps = 4;
    private const string Topics = "psg/v1/+/+/samples";

    public static Command Create()
    {
        var blocks = new Option<int>("--blocks") { Description = "One-second blocks of ten channels.", DefaultValueFactory = _ => 60_000 };
        var command = new Command("mqtt", "Blocks/s from broker to journal, over a bare client and over mosquitto_sub.") { blocks };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var count = parse.GetValue(FigureBook.Short) ? 20_000 : parse.GetValue(blocks);
            var book = FigureBook.Of("mqtt", parse);
            var nights = PreparedNights.Simulate(Beds, 2, 1);
            var bare = await RunAsync(nights, count, BareAsync, cancellationToken);
            var ours = await RunAsync(
                nights, count, (broker, blocks, send, token) => OursAsync(broker, blocks, nights.Block(0, 0).Payload.Length, send, token), cancellationToken);
            book.AtLeast($"blocks of {nights.Block(0, 0).Payload.Length} bytes, journalled and acknowledged at QoS 1", Rate(ours.PerSecond), Rate(bare.PerSecond) + " of a bare client that only acknowledges",
                ours.PerSecond / bare.PerSecond, 0.7);
            book.AtMost("processor a block", FigureBook.Text($"{ours.Microseconds:f0} µs"), FigureBook.Text($"{bare.Microseconds:f0} µs of the bare client"),
                ours.Microseconds / bare.Microseconds);
            if (!File.Exists("/usr/bin/mosquitto_sub"))
            {
                book.Skip("mosquitto_sub", "mosquitto-clients is not installed");
                return;
            }
            var theirs = await RunAsync(nights, count, MosquittoAsync, cancellationToken);
            book.AtLeast("the same beside mosquitto_sub, which keeps nothing", Rate(ours.PerSecond), Rate(theirs.PerSecond), ours.PerSecond / theirs.PerSecond);
        });
        return command;
    }

    /// <summary>The rival, in a process of its own: <c>bare-client PORT COUNT</c>.</summary>
    public static Command BareClient()
    {
        var (port, count) = (new Argument<int>("port"), new Argument<int>("count"));
        var command = new Command("bare-client", "Takes and acknowledges so many messages; for mqtt.") { port, count };
        command.Hidden = true;
        command.SetAction(async (parse, cancellationToken) =>
        {
            var options = new MqttClientOptions { Port = parse.GetValue(port), ClientId = "bare", ReceiveMaximum = 512, CleanStart = true, MaximumPacketSizeBytes = 16 << 20 };
            await using var client = new MqttClient(options, TimeProvider.System);
            await client.ConnectAsync(cancellationToken);
            await client.SubscribeAsync([new MqttSubscription(Topics)], cancellationToken);
            Console.WriteLine("ready");
            for (var round = 0; round < WarmUps; round++)
            {
                await TakeAsync(client, WarmUp, cancellationToken);
                Console.WriteLine("warmer");
            }
            Console.ReadLine(); // its compiler has had its turn
            var before = Environment.CpuUsage.TotalTime;
            Console.WriteLine("warm");
            await TakeAsync(client, parse.GetValue(count), cancellationToken);
            Console.WriteLine((Environment.CpuUsage.TotalTime - before).TotalMilliseconds.ToString(CultureInfo.InvariantCulture));
        });
        return command;
    }

    private static async Task TakeAsync(MqttClient client, int count, CancellationToken cancellationToken)
    {
        for (; count > 0; count--)
        {
            var received = await client.Messages.ReadAsync(cancellationToken);
            await received.AcknowledgeAsync(cancellationToken);
        }
    }

    private static string Rate(double perSecond) => FigureBook.Text($"{perSecond:f0} blocks/s");

    private static async Task<(double PerSecond, double Microseconds)> RunAsync(
        PreparedNights nights, int count, Func<BrokerProcess, int, Func<int, Task>, CancellationToken, Task<(double Seconds, double Processor)>> receiver,
        CancellationToken cancellationToken)
    {
        await using var broker = await BrokerProcess.StartAsync(cancellationToken);
        await using var sender = await BedSender.ConnectAsync(broker.Port, cancellationToken);
        Task SendAsync(int blocks) =>
            sender.SendAsync(Enumerable.Range(0, blocks).Select(n => nights.Block(n % Beds, n / Beds % 60)), cancellationToken);
        var (seconds, processor) = await receiver(broker, count, SendAsync, cancellationToken);
        return (count / seconds, processor * 1e6 / count);
    }

    private static async Task<(double Seconds, double Processor)> OursAsync(
        BrokerProcess broker, int count, int blockBytes, Func<int, Task> send, CancellationToken cancellationToken)
    {
        await using var service = await ServiceProcess.StartAsync(
            broker.Port, BareRuntime.Model, broker.Folder, cancellationToken, "--Ingest:HeldBytesPerBed", "1073741824");
        var journal = Path.Combine(broker.Folder, "store", "journal");
        for (var round = 1; round <= WarmUps; round++)
        {
            await send(WarmUp);
            await ReachAsync(journal, (long)round * WarmUp * blockBytes, cancellationToken);
            await service.RestAsync(cancellationToken);
        }
        var (started, worked, before) = (Stopwatch.GetTimestamp(), service.Worked, Bytes(journal));
        var sending = send(count);
        // A record is a block and its frame, so all are there when so much has been added as for the same number before, or more.
        await ReachAsync(journal, before + before / (WarmUps * WarmUp) * count, cancellationToken);
        await sending;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, (service.Worked - worked).TotalSeconds);
    }

    private static async Task ReachAsync(string journal, long bytes, CancellationToken cancellationToken)
    {
        while (Bytes(journal) < bytes) await Task.Delay(2, cancellationToken);
    }

    private static long Bytes(string folder) => Directory.Exists(folder) ? new DirectoryInfo(folder).EnumerateFiles().Sum(file => file.Length) : 0;

    private static async Task<(double Seconds, double Processor)> BareAsync(
        BrokerProcess broker, int count, Func<int, Task> send, CancellationToken cancellationToken)
    {
        using var client = Process.Start(new ProcessStartInfo(
            "dotnet", [typeof(MqttCommand).Assembly.Location, "bare-client", $"{broker.Port}", $"{count}"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        await client.StandardOutput.ReadLineAsync(cancellationToken);
        for (var round = 0; round < WarmUps; round++)
        {
            await send(WarmUp);
            await client.StandardOutput.ReadLineAsync(cancellationToken);
            await Task.Delay(2000, cancellationToken);
        }
        await client.StandardInput.WriteLineAsync();
        await client.StandardOutput.ReadLineAsync(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        await send(count);
        var processor = await client.StandardOutput.ReadLineAsync(cancellationToken);
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await client.WaitForExitAsync(cancellationToken);
        return (seconds, double.Parse(processor!, CultureInfo.InvariantCulture) / 1000);
    }

    private static async Task<(double Seconds, double Processor)> MosquittoAsync(
        BrokerProcess broker, int count, Func<int, Task> send, CancellationToken cancellationToken)
    {
        using var client = Process.Start(new ProcessStartInfo("/usr/bin/mosquitto_sub",
            ["-p", $"{broker.Port}", "-V", "5", "-q", "1", "-i", "mosquitto-sub", "-t", Topics, "-C", $"{count}", "-F", "%l"]) { RedirectStandardOutput = true })!;
        var reading = client.StandardOutput.ReadToEndAsync(cancellationToken);
        await Task.Delay(500, cancellationToken); // it does not say when it has subscribed
        var started = Stopwatch.GetTimestamp();
        await send(count);
        await client.WaitForExitAsync(cancellationToken);
        await reading;
        return (Stopwatch.GetElapsedTime(started).TotalSeconds, 0);
    }
}
