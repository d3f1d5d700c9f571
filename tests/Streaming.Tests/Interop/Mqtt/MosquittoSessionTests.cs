using System.Buffers.Binary;
using Streaming.Parts.Mqtt;
using static Streaming.Tests.Interop.Mqtt.MosquittoClients;

namespace Streaming.Tests.Interop.Mqtt;

/// <summary>
/// What is guaranteed through a restart of the broker, hop by hop: nothing is lost. To the subscriber, what comes twice carries the duplicate flag.
/// From the publisher, what had no PUBACK is sent again with the flag, but a broker may pass both on as messages of their own: so an application
/// recognises repetitions by a key of its own.
/// </summary>
public sealed class MosquittoSessionTests
{
    private const int TimeoutMilliseconds = 60_000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Subscriber_through_a_restart_gets_everything_once_but_for_flagged_redelivery()
    {
        const int Count = 2000;
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var subscriber = await RunningClient.StartAsync(broker, "subscriber", o => o with { ReceiveMaximum = 50 });
        await subscriber.Client.SubscribeAsync([new MqttSubscription("n")], Cancellation);
        await using (var publisher = await ConnectAsync(broker, "publisher"))
            await PublishAsync(publisher, 0, Count); // all acknowledged: from here on the broker alone is responsible

        var received = new List<(int Number, bool Duplicate)>();
        var late = new List<MqttReceived>();
        while (received.Select(r => r.Number).Distinct().Count() < Count)
        {
            var message = await subscriber.Client.Messages.ReadAsync(Cancellation);
            received.Add((Number(message), message.Duplicate));
            if (received.Count is 300 or 900)
                await broker.RestartAsync(Cancellation); // with messages read and not acknowledged, unread, and not sent
            late.Add(message);
            if (late.Count < 7 && received.Count < Count - 50)
                continue;
            late.Reverse();
            foreach (var each in late)
                await each.AcknowledgeAsync(Cancellation);
            late.Clear();
        }

        var seen = new HashSet<int>();
        Assert.All(received, r => Assert.True(seen.Add(r.Number) || r.Duplicate, $"{r.Number} came again without the duplicate flag."));
        Assert.Equal(Enumerable.Range(0, Count), seen.Order());
        Assert.Equal(2, subscriber.Changes.Count(c => c.SessionPresent));
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Publisher_through_a_restart_loses_nothing_and_keeps_the_order()
    {
        const int Count = 3000;
        const int InFlight = 64;
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var publisher = await RunningClient.StartAsync(broker, "publisher", o => o with { MaximumInFlight = InFlight });
        await using var subscriber = await RunningClient.StartAsync(broker, "subscriber");
        await subscriber.Client.SubscribeAsync([new MqttSubscription("n")], Cancellation);
        var publishing = PublishAsync(publisher.Client, 0, Count);
        var received = new List<int>();
        while (received.Distinct().Count() < Count)
        {
            var message = await subscriber.Client.Messages.ReadAsync(Cancellation);
            received.Add(Number(message));
            await message.AcknowledgeAsync(Cancellation);
            if (received.Count == 1000)
                await broker.RestartAsync(Cancellation);
        }

        await publishing;
        Assert.Equal(Enumerable.Range(0, Count), received.Distinct());
        Assert.Contains(publisher.Changes, c => c.SessionPresent);
        // The most that either hop may repeat each time it resumes, and once more: a broker that is just going or coming may take a connection and be gone
        // before it has said so.
        var repeatable = (Resumed(publisher) + 1) * InFlight + (Resumed(subscriber) + 1) * subscriber.Options.ReceiveMaximum;
        Assert.InRange(received.Count - Count, 0, repeatable);
    }

    private static int Resumed(RunningClient client) => client.Changes.Count(change => change.SessionPresent);

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Messages_of_an_absence_wait_in_the_session()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using (var subscriber = await ConnectAsync(broker, "subscriber"))
            await subscriber.SubscribeAsync([new MqttSubscription("n")], Cancellation);
        await using (var publisher = await ConnectAsync(broker, "publisher"))
            await PublishAsync(publisher, 0, 1500); // beyond the thousand that mosquitto keeps unless configured otherwise
        await broker.RestartAsync(Cancellation);

        await using var again = await RunningClient.StartAsync(broker, "subscriber");
        Assert.True(again.Changes[0].SessionPresent);
        for (var i = 0; i < 1500; i++)
        {
            var message = await again.Client.Messages.ReadAsync(Cancellation);
            Assert.Equal((i, false), (Number(message), message.Duplicate));
            await message.AcknowledgeAsync(Cancellation);
        }
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_sends_no_more_than_the_receive_maximum_before_acknowledgement()
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Cancellation);
        await using var subscriber = await ConnectAsync(broker, "subscriber", o => o with { ReceiveMaximum = 5 });
        await subscriber.SubscribeAsync([new MqttSubscription("n"), new MqttSubscription("end", MqttQualityOfService.AtMostOnce)], Cancellation);
        await using var publisher = await ConnectAsync(broker, "publisher");
        await PublishAsync(publisher, 0, 8);
        await publisher.PublishAsync(new MqttMessage("end", default), Cancellation);

        var held = new List<MqttReceived>();
        for (var message = await ReadAsync(subscriber); message.Topic != "end"; message = await ReadAsync(subscriber))
            held.Add(message);
        Assert.Equal([0, 1, 2, 3, 4], held.Select(Number));
        held.Reverse();
        foreach (var message in held)
            await message.AcknowledgeAsync(Cancellation);
        for (var i = 5; i < 8; i++)
            Assert.Equal(i, Number(await ReadAsync(subscriber)));
    }

    private static async Task<MqttReceived> ReadAsync(MqttClient client) => await client.Messages.ReadAsync(Cancellation);

    private static Task PublishAsync(MqttClient client, int first, int count) => Task.WhenAll(Enumerable.Range(first, count).Select(async number =>
    {
        var payload = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(payload, number);
        var result = await client.PublishAsync(new MqttMessage("n", payload), Cancellation);
        Assert.Equal(MqttPublishOutcome.Acknowledged, result.Outcome);
    }));

    private static int Number(MqttReceived message) => BinaryPrimitives.ReadInt32LittleEndian(message.Payload.Span);
}
