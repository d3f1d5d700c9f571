using System.Runtime.CompilerServices;
using Streaming.Parts.Mqtt;
using static Streaming.Tests.Interop.Mqtt.MosquittoClients;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>The npm package mqtt as the peer, both ways.</summary>
public sealed class NpmMqttTests
{
    [Fact(Timeout = 30_000)]
    public async Task Everything_sent_comes_back_from_the_npm_client_as_it_was()
    {
        const int Count = 200;
        var peers = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(ThisFile())!, "..", "peers"));
        if (!Directory.Exists(Path.Combine(peers, "node_modules", "mqtt")))
            Assert.Skip($"npm ci has not been run in {peers}: bash tests/run.sh does");
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var peer = PeerProcess.StartIn(peers, "node", "mqtt-echo.mjs", $"{broker.Port}");
        Assert.Equal("ready", await peer.ReadLineAsync(Cancellation));
        await using var client = await ConnectAsync(broker, "us");
        await client.SubscribeAsync([new MqttSubscription("from-peer/+")], Cancellation);

        var random = new Random(7);
        var sent = Enumerable.Range(0, Count).Select(i => Message(i, random)).ToList();
        await Task.WhenAll(sent.Select(message => client.PublishAsync(message, Cancellation).AsTask()));
        foreach (var message in sent)
        {
            var back = await client.Messages.ReadAsync(Cancellation);
            Assert.Equal(message.Topic.Replace("to-peer", "from-peer", StringComparison.Ordinal), back.Topic);
            Assert.Equal(message.Payload.ToArray(), back.Payload.ToArray());
            Assert.Equal((message.ContentType, message.QualityOfService), (back.ContentType, back.QualityOfService));
            Assert.Equal(message.UserProperties, back.UserProperties);
            await back.AcknowledgeAsync(Cancellation);
        }

        peer.Input.Close();
        Assert.Equal(0, (await peer.FinishAsync(Cancellation)).Status);
    }

    private static MqttMessage Message(int number, Random random)
    {
        var payload = new byte[random.Next(number % 10 == 0 ? 100_000 : 300)];
        random.NextBytes(payload);
        return new MqttMessage($"to-peer/{number}", payload)
        {
            ContentType = $"application/x-{number}",
            UserProperties = [KeyValuePair.Create("number", $"{number}"), KeyValuePair.Create("ä", "ö")],
        };
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;
}
