using System.Text;
using Streaming.Parts.Mqtt;
using static Streaming.Tests.Interop.Mqtt.MosquittoClients;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>mosquitto_pub and mosquitto_sub against our client.</summary>
public sealed class MosquittoPeerTests
{
    private const int TimeoutMilliseconds = 30_000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Message_of_mosquitto_pub_arrives_with_its_properties()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var client = await ConnectAsync(broker, "us");
        await client.SubscribeAsync([new MqttSubscription("site/+/x")], Cancellation);
        await using var publisher = PeerProcess.Start("mosquitto_pub", "-V", "5", "-p", $"{broker.Port}", "-q", "1", "-t", "site/é/x", "-m", "hello",
            "-D", "publish", "user-property", "name", "värde", "-D", "publish", "user-property", "name", "2",
            "-D", "publish", "content-type", "text/plain", "-D", "publish", "message-expiry-interval", "600");
        Assert.Equal(0, (await publisher.FinishAsync(Cancellation)).Status);

        var received = await client.Messages.ReadAsync(Cancellation);
        Assert.Equal(("site/é/x", "hello", "text/plain"), (received.Topic, Text(received), received.ContentType));
        Assert.Equal((MqttQualityOfService.AtLeastOnce, false, false), (received.QualityOfService, received.Retain, received.Duplicate));
        Assert.Equal([KeyValuePair.Create("name", "värde"), KeyValuePair.Create("name", "2")], received.UserProperties);
        Assert.InRange(received.Message.MessageExpirySeconds!.Value, 1u, 600u);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Retained_message_arrives_at_a_later_subscriber_of_either_kind()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var client = await ConnectAsync(broker, "us");
        await client.PublishAsync(new MqttMessage("kept", "one"u8.ToArray()) { Retain = true }, Cancellation);
        await using var subscriber = PeerProcess.Start("mosquitto_sub", "-V", "5", "-p", $"{broker.Port}", "-t", "kept", "-C", "1", "-F", "%t %r %p");
        Assert.Equal("kept 1 one", await subscriber.ReadLineAsync(Cancellation));

        await broker.RestartAsync(Cancellation);
        await using var later = await ConnectAsync(broker, "later");
        await later.SubscribeAsync([new MqttSubscription("#")], Cancellation);
        var received = await later.Messages.ReadAsync(Cancellation);
        Assert.Equal(("kept", "one", true), (received.Topic, Text(received), received.Retain));
    }

    [Theory(Timeout = TimeoutMilliseconds)]
    [InlineData(MqttQualityOfService.AtMostOnce)]
    [InlineData(MqttQualityOfService.AtLeastOnce)]
    public async Task Message_of_ours_arrives_at_mosquitto_sub_with_its_properties(MqttQualityOfService quality)
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var subscriber = await SubscribedPeerAsync(broker, "%t|%q|%C|%P|%p");
        await using var client = await ConnectAsync(broker, "us");
        var sent = await client.PublishAsync(new MqttMessage("a/b", "grüße"u8.ToArray())
        {
            QualityOfService = quality,
            ContentType = "text/plain",
            UserProperties = [KeyValuePair.Create("k", "v w")],
        }, Cancellation);
        Assert.True(sent.IsAccepted);
        Assert.Equal($"a/b|{(int)quality}|text/plain|k:v w|grüße", await subscriber.ReadLineAsync(Cancellation));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Will_is_published_when_the_connection_breaks_and_not_when_it_ends()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var watcher = await SubscribedPeerAsync(broker, "%t|%C|%P|%p");
        MqttClientOptions WithWill(MqttClientOptions options) => options with
        {
            Will = new MqttMessage("will", "offline"u8.ToArray()) { ContentType = "text/plain", UserProperties = [KeyValuePair.Create("bed", "7")] },
        };
        await using (await ConnectAsync(broker, "ends", WithWill))
        {
            // Ends with a DISCONNECT.
        }

        await using var breaks = await ConnectAsync(broker, "breaks", WithWill);
        var lost = new TaskCompletionSource<MqttConnectionChange>();
        breaks.StateChanged += lost.SetResult;
        await using var marker = await ConnectAsync(broker, "marker");
        await marker.PublishAsync(new MqttMessage("marker", default), Cancellation);
        Assert.StartsWith("marker|", await watcher.ReadLineAsync(Cancellation), StringComparison.Ordinal); // and no will before it
        await using var thief = PeerProcess.Start("mosquitto_pub", "-V", "5", "-p", $"{broker.Port}", "-i", "breaks", "-t", "x", "-n");
        Assert.Equal("will|text/plain|bed:7|offline", await watcher.ReadLineAsync(Cancellation));
        Assert.Equal(MqttConnectionState.Disconnected, (await lost.Task).State);
    }

    /// <summary>mosquitto_sub on every topic, known to be subscribed.</summary>
    private static async Task<PeerProcess> SubscribedPeerAsync(MosquittoBroker broker, string format)
    {
        await using (var starter = await ConnectAsync(broker, "starter"))
            await starter.PublishAsync(new MqttMessage("ready", new byte[1]) { Retain = true }, Cancellation);
        var subscriber = PeerProcess.Start("mosquitto_sub", "-V", "5", "-p", $"{broker.Port}", "-q", "1", "-t", "#", "-F", format);
        Assert.StartsWith("ready|", await subscriber.ReadLineAsync(Cancellation), StringComparison.Ordinal);
        return subscriber;
    }

    private static string Text(MqttReceived received) => Encoding.UTF8.GetString(received.Payload.Span);
}
