using Streaming.Parts.Mqtt;
using Streaming.Parts.Mqtt.Codec;
using static Streaming.Tests.Parts.Mqtt.MqttClientFixture;

namespace Streaming.Tests.Parts.Mqtt;

public sealed class MqttClientFloodTests
{
    private const int TimeoutMilliseconds = 20_000;
    private const int ReceiveMaximum = 4;
    private const int Flood = 1000;

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Flood_waits_for_its_reader_and_loses_nothing()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Messages());
        for (var i = 0; i < Flood; i++)
        {
            Assert.InRange(fixture.Client.Messages.Count, 0, ReceiveMaximum);
            Assert.Equal($"{i}", (await fixture.Client.Messages.ReadAsync(Cancellation)).Topic);
        }

        Assert.Equal(0, fixture.Client.DroppedQos0Count);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Reply_behind_an_unread_flood_still_arrives()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Messages());
        while (fixture.Client.Messages.Count < ReceiveMaximum)
            await Task.Yield();
        var publish = fixture.Client.PublishAsync(new MqttMessage("asks", default), Cancellation).AsTask();
        await broker.SendAsync(new PubackPacket((await broker.ReadAsync<PublishPacket>()).PacketIdentifier, MqttReasonCode.Success));
        Assert.True((await publish).IsAccepted);
        Assert.Equal(Flood - ReceiveMaximum, fixture.Client.DroppedQos0Count);
        Assert.Equal("0", (await fixture.Client.Messages.ReadAsync(Cancellation)).Topic);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Quality_1_finds_room_in_an_unread_flood()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync([.. Messages().Take(ReceiveMaximum), .. Enumerable.Range(1, ReceiveMaximum).Select(i =>
            new PublishPacket("sure", default, MqttQualityOfService.AtLeastOnce, false, false, (ushort)i))]);
        while (fixture.Client.Messages.Count < 2 * ReceiveMaximum)
            await Task.Yield();
        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
    }

    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Held_reader_is_neither_taken_for_a_dead_broker_nor_in_the_way_of_the_end()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Messages());
        while (!fixture.Client.IsReaderHeld) // or bytes that come between two ticks take a ping's place
            await Task.Yield();
        for (var tick = 0; tick < 10; tick++)
        {
            fixture.Time.Advance(TimeSpan.FromSeconds(7.5));
            await broker.ReadAsync<PingreqPacket>();
        }

        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
        var ending = fixture.Client.DisconnectAsync();
        await broker.ReadAsync<DisconnectPacket>();
        broker.Dispose();
        await ending;
    }

    /// <summary>mosquitto 2.0.11 oversteps the receive maximum after a restart with a queue (decision 0005): that costs nothing, in order.</summary>
    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_that_oversteps_the_receive_maximum_is_held_back_and_nothing_is_lost()
    {
        const int Overstep = 15 * ReceiveMaximum;
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        await broker.SendAsync(Sure(Overstep));
        for (var i = 1; i <= Overstep; i++)
        {
            var received = await fixture.Client.Messages.ReadAsync(Cancellation);
            Assert.Equal($"{i}", received.Topic);
            await received.AcknowledgeAsync(Cancellation);
            Assert.Equal(i, (await broker.ReadAsync<PubackPacket>()).PacketIdentifier);
        }

        Assert.Equal(MqttConnectionState.Connected, fixture.Client.State);
    }

    /// <summary>What is acknowledged by nobody must not grow for ever: far above the maximum the broker is told what it did.</summary>
    [Fact(Timeout = TimeoutMilliseconds)]
    public async Task Broker_that_oversteps_without_measure_is_disconnected_with_the_reason()
    {
        await using var fixture = new MqttClientFixture(o => o with { ReceiveMaximum = ReceiveMaximum });
        using var broker = await fixture.ConnectAsync();
        // A reply that is awaited keeps the reader at its socket, so the flood is met in full.
        var publish = fixture.Client.PublishAsync(new MqttMessage("asks", default), Cancellation).AsTask();
        await broker.ReadAsync<PublishPacket>();
        await broker.SendAsync(Sure((16 * ReceiveMaximum) + 1));

        Assert.Equal(MqttReasonCode.ReceiveMaximumExceeded, (await broker.ReadAsync<DisconnectPacket>()).ReasonCode);
        Assert.False(publish.IsCompleted); // it goes out again on the next connection
    }

    private static MqttPacket[] Sure(int count) =>
        [.. Enumerable.Range(1, count).Select(i => new PublishPacket($"{i}", default, MqttQualityOfService.AtLeastOnce, false, false, (ushort)i))];

    private static MqttPacket[] Messages() =>
        [.. Enumerable.Range(0, Flood).Select(i => new PublishPacket($"{i}", default, MqttQualityOfService.AtMostOnce, false, false, 0))];
}
