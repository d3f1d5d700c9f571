using System.Collections.Concurrent;
using Google.Protobuf;
using Streaming.Parts.Mqtt;
using Streaming.Replay;
using Streaming.Replay.Gateway;
using Streaming.Tests.Core.Signals.Edf;
using Streaming.Replay.Recordings;
using Wire = Streaming.V1;

namespace Streaming.Tests.Interop.Replay;

public sealed class ReplayOverMosquittoTests
{
    private const int Seconds = 120, RateHz = 50;

    [Fact]
    public async Task Every_sample_arrives_once_and_in_order_and_the_bed_says_goodbye()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: cancellation);
        await using var listener = await ListenAsync(broker, cancellation);
        Assert.Equal(0, await PlayAsync(broker, new PlayOptions { Speed = double.PositiveInfinity }, cancellation));
        var messages = await CollectAsync(listener, until: message => message.Topic.EndsWith("status", StringComparison.Ordinal)
            && !Status(message).Online, cancellation);
        Assert.Equal("study", Last(messages[0].Topic));
        Assert.True(Status(messages[1]).Online);
        Assert.Equal(Enumerable.Range(0, Seconds * RateHz).Select(i => (long)i), Indices(messages, isBackfill: false));
        var ended = Wire.StudyEvent.Parser.ParseFrom(messages[^2].Payload.Span);
        Assert.Equal(Seconds * RateHz - 1, ended.StudyEnded.Channels[0].LastIndex);
    }

    [Fact]
    public async Task Nothing_is_lost_when_the_broker_restarts_in_the_middle()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: cancellation);
        await using var listener = await ListenAsync(broker, cancellation);
        var playing = PlayAsync(broker, new PlayOptions { Speed = 60 }, cancellation);
        var messages = await CollectAsync(listener, until: message => Last(message.Topic) == "samples" && Block(message).Sequence == 20,
            cancellation);
        await broker.RestartAsync(cancellation);
        messages.AddRange(await CollectAsync(listener, until: message => message.Topic.EndsWith("status", StringComparison.Ordinal)
            && !Status(message).Online
            && messages.Concat(listener.Seen).Any(seen => Last(seen.Topic) == "event"), cancellation));
        Assert.Equal(0, await playing);
        Assert.Equal(Enumerable.Range(0, Seconds * RateHz).Select(i => (long)i), Indices(messages, isBackfill: false).Distinct().Order());
    }

    [Fact]
    public async Task Withheld_blocks_come_when_asked_for()
    {
        var cancellation = TestContext.Current.CancellationToken;
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: cancellation);
        await using var listener = await ListenAsync(broker, cancellation);
        var playing = PlayAsync(broker, new PlayOptions { Speed = 60, WithholdShare = 0.3 }, cancellation);
        var messages = await CollectAsync(listener, until: message => Last(message.Topic) == "samples" && Block(message).Sequence >= 40,
            cancellation);
        var had = Indices(messages, isBackfill: false).ToHashSet();
        var missing = Enumerable.Range(0, 40 * RateHz).Select(i => (long)i).Where(i => !had.Contains(i)).ToList();
        Assert.NotEmpty(missing);
        var request = new Wire.BackfillRequest { StudyId = Block(messages.Last(message => Last(message.Topic) == "samples")).StudyId };
        request.Spans.Add(new Wire.SampleSpan { FirstIndex = missing[0], LastIndex = missing[^1] });
        await listener.Client.PublishAsync(new MqttMessage("psg/v1/s/b/command", new Wire.GatewayCommand { Backfill = request }.ToByteArray()),
            cancellation);
        messages = await CollectAsync(listener, until: message => Last(message.Topic) == "samples" && Block(message) is { Backfill: true } block
            && Last(block) >= missing[^1], cancellation);
        Assert.Subset(Indices(messages, isBackfill: true).ToHashSet(), missing.ToHashSet());
        await playing;
    }

    private static async Task<int> PlayAsync(MosquittoBroker broker, PlayOptions play, CancellationToken cancellationToken)
    {
        var builder = new EdfBuilder().With("C4-M1", RateHz);
        for (var record = 0; record < Seconds; record++) builder.Record(record);
        var path = Path.Combine(Path.GetTempPath(), $"streaming-{Guid.NewGuid():N}.edf");
        await File.WriteAllBytesAsync(path, builder.Bytes(), cancellationToken);
        try
        {
            using var source = new EdfSource([path], [], null);
            var options = new ReplayOptions(source,
                new MqttClientOptions { ClientId = "replay", Port = broker.Port, ReconnectDelay = TimeSpan.FromMilliseconds(50) })
            {
                Site = "s", Bed = "b", IsBedNamed = true, Play = play,
            };
            return await new ReplayRun(options, TimeProvider.System, TextWriter.Null).RunAsync(cancellationToken);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static async Task<Listener> ListenAsync(MosquittoBroker broker, CancellationToken cancellationToken)
    {
        var options = new MqttClientOptions { ClientId = "listener", Port = broker.Port, ReconnectDelay = TimeSpan.FromMilliseconds(50) };
        var client = new MqttClient(options, TimeProvider.System);
        var listener = new Listener(client).Start();
        await client.SubscribeAsync([new MqttSubscription("psg/v1/s/b/#")], cancellationToken);
        return listener;
    }

    private static async Task<List<MqttReceived>> CollectAsync(Listener listener, Func<MqttReceived, bool> until, CancellationToken cancellationToken)
    {
        var messages = new List<MqttReceived>();
        await foreach (var message in listener.Client.Messages.ReadAllAsync(cancellationToken))
        {
            await message.AcknowledgeAsync(cancellationToken);
            listener.Seen.Enqueue(message);
            if (Last(message.Topic) == "command") continue;
            messages.Add(message);
            if (until(message)) break;
        }

        return messages;
    }

    private static IEnumerable<long> Indices(IEnumerable<MqttReceived> messages, bool isBackfill) =>
        messages.Where(message => Last(message.Topic) == "samples")
        .Select(Block).Where(block => block.Backfill == isBackfill)
        .SelectMany(block => block.Channels.SelectMany(run => Enumerable.Range(0, run.Samples.Length / 2).Select(i => run.FirstIndex + i)));

    private static Wire.SampleBlock Block(MqttReceived message) => Wire.SampleBlock.Parser.ParseFrom(message.Payload.Span);

    private static long Last(Wire.SampleBlock block) => block.Channels.Max(run => run.FirstIndex + run.Samples.Length / 2 - 1);

    private static Wire.GatewayStatus Status(MqttReceived message) => Wire.GatewayStatus.Parser.ParseFrom(message.Payload.Span);

    private static string Last(string topic) => topic[(topic.LastIndexOf('/') + 1)..];

    private sealed class Listener(MqttClient client) : IAsyncDisposable
    {
        private readonly CancellationTokenSource _ending = new();

        public MqttClient Client { get; } = client;

        public ConcurrentQueue<MqttReceived> Seen { get; } = new();

        public Task Running { get; private set; } = Task.CompletedTask;

        public Listener Start()
        {
            Running = Client.RunAsync(_ending.Token);
            return this;
        }

        public async ValueTask DisposeAsync()
        {
            await _ending.CancelAsync();
            await Running;
            await Client.DisposeAsync();
            _ending.Dispose();
        }
    }
}
